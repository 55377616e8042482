import type { Selection } from '../../event.ts';
import { withInterruptedNote } from './interrupted-note.ts';
import { prepareRun, type RunWishes } from './prepare-run.ts';
import type { Presentation } from './present-run.ts';
import { runPrepared } from './run-prepared.ts';
import { selectedRun } from './selected-run.ts';

/** `dagwright run`: runs a pipeline, or the tasks of it that `selection` asks for, to its end and tells how it goes on; answers the exit code. */
export async function run(file: string, wishes: RunWishes & Presentation, selection?: Selection): Promise<number> {
  const prepared = await withInterruptedNote(await prepareRun(file, wishes));
  return runPrepared(selection ? await selectedRun(prepared, selection) : prepared, wishes);
}
