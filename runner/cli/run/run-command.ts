import { dirname, resolve } from 'node:path';
import type { Selection } from '../../event.ts';
import { isObserved } from '../../observers/is-observed.ts';
import { findRoot } from '../../run-directory/root.ts';
import { gitState } from './git-state.ts';
import { withInterruptedNote } from './interrupted-note.ts';
import { memoryOf, prepareRun, type RunWishes } from './prepare-run.ts';
import type { Presentation } from './present-run.ts';
import { runPrepared } from './run-prepared.ts';
import { runUnchanged } from './run-unchanged.ts';
import { selectedRun } from './selected-run.ts';

/** `dagwright run`: runs a pipeline, or the tasks of it that `selection` asks for, to its end and tells how it goes on; answers the exit code. */
export async function run(file: string, wishes: RunWishes & Presentation, selection?: Selection): Promise<number> {
  if (selection)
    return runPrepared(await selectedRun(await withInterruptedNote(await prepareRun(file, wishes)), selection), wishes);
  const path = resolve(file);
  // Another process finds it out meanwhile.
  const git = gitState(dirname(path));
  // A run that is told of outside is told of whole.
  const memory =
    wishes.changed || isObserved(process.env) ? undefined : memoryOf(findRoot(dirname(path)), path, wishes);
  const exitCode = memory && (await runUnchanged(memory, wishes, git));
  return exitCode ?? runPrepared(await withInterruptedNote(await prepareRun(file, wishes, git)), wishes);
}
