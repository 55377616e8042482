import { openJournal } from '../../journal.ts';
import { runPipeline } from '../../run-pipeline.ts';
import { type SecretWishes, withGiven } from './given-from-outside.ts';
import type { PreparedRun } from './prepare-run.ts';
import { type Presentation, presentRun } from './present-run.ts';

/** Runs to the end and tells how it goes on; answers the exit code. */
export async function runPrepared(prepared: PreparedRun, wishes: Presentation & SecretWishes): Promise<number> {
  const { options, notes, remembering } = await withGiven(prepared, wishes);
  return presentRun({ root: options.root, notes }, wishes, ({ onEvent, signal, killSignal }) =>
    runPipeline({ ...options, onEvent, signal, killSignal }, openJournal, remembering),
  );
}
