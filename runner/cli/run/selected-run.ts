import { existsSync } from 'node:fs';
import type { Selection } from '../../event.ts';
import { newestSuccesses } from '../../run-directory/newest-successes.ts';
import type { RunState } from '../../run-state.ts';
import { noPast } from '../../select/past.ts';
import { pastRuns } from '../../select/past-run.ts';
import { selectPart } from '../../select/select-part.ts';
import { Refusal } from '../refusal.ts';
import { orRefusal } from '../runs/or-refusal.ts';
import type { PreparedRun } from './prepare-run.ts';

/** The part of a run that `selection` asks for. What it needs of tasks that do not run comes from `before` and the newest runs of the same file; a `Refusal` says what is missing. */
export async function selectedRun(
  { options, notes }: PreparedRun,
  selection: Selection,
  before: readonly RunState[] = [],
): Promise<PreparedRun> {
  const { root, file, pipeline } = options;
  const takesOver = selection.with !== 'upstream';
  const runs = takesOver ? await orRefusal(`What was run in ${root}`, newestSuccesses(root, file)) : [];
  const part = selectPart(pipeline.tasks, selection, takesOver ? pastRuns([...before, ...runs], existsSync) : noPast);
  if ('errors' in part) throw new Refusal(part.errors.join('\n'));
  const { tasks, takenOver } = part;
  return { options: { ...options, pipeline: { ...pipeline, tasks }, selection, takenOver }, notes };
}
