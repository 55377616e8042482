import { existsSync } from 'node:fs';
import type { Selection } from '../../event.ts';
import { newestSuccesses } from '../../run-directory/newest-successes.ts';
import type { RunOptions } from '../../run-options.ts';
import type { RunState } from '../../run-state.ts';
import { causeText } from '../../select/cause.ts';
import { noPast } from '../../select/past.ts';
import { pastRuns } from '../../select/past-run.ts';
import { selectPart } from '../../select/select-part.ts';
import { taskChanges } from '../../select/task-changes.ts';
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
  const partly = { ...options, pipeline: { ...pipeline, tasks }, selection, takenOver };
  return { options: partly, notes: [...notes, ...staleNotes(partly, [...before, ...runs])] };
}

/** What is taken over although it would not be the same today, by what the file and the params say: nobody asked for that. */
function staleNotes(options: RunOptions, runs: readonly RunState[]): string[] {
  const { takenOver = new Map() } = options;
  const notes: string[] = [];
  for (const before of runs) {
    const { runId } = before.started;
    const ofRun = new Set([...takenOver].flatMap(([name, { run }]) => (run === runId ? [name] : [])));
    if (ofRun.size === 0) continue;
    for (const [name, cause] of taskChanges(before.started, options)) {
      if (ofRun.has(name)) notes.push(`${name} is taken over from run ${runId}, but since then ${causeText(cause)}.`);
    }
  }
  const more = notes.length - shownNotes;
  return more > 0 ? [...notes.slice(0, shownNotes), `And ${more} more are taken over although they changed.`] : notes;
}

const shownNotes = 5;
