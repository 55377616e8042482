import { systemClock } from '../../clock.ts';
import { runFolder } from '../../layout.ts';
import { retainRuns } from '../../retention/retain-runs.ts';
import { parseEventLine } from '../../run-directory/event-line.ts';
import type { UnchangedMemory } from '../../unchanged/unchanged-memory.ts';
import { type RetoldRun, retellRun, unchangedRun } from '../../unchanged/unchanged-run.ts';
import { notesText, reportStart } from './detach.ts';
import type { gitState } from './git-state.ts';
import { interruptedNotes } from './interrupted-note.ts';
import { type RunWishes, triggerNotes, upkeep } from './prepare-run.ts';
import { type Presentation, presentRun } from './present-run.ts';
import { isPretty, styleFor } from './report-style.ts';
import { unchangedText } from './unchanged-text.ts';

/**
 * Runs a pipeline of which nothing has changed since all of it came from the cache: looks at its files, keeps a run and tells of it.
 * Answers the exit code, or nothing when it has to be run in the usual way; nothing has happened then.
 */
export async function runUnchanged(
  memory: UnchangedMemory,
  wishes: RunWishes & Presentation,
  git: ReturnType<typeof gitState>,
): Promise<number | undefined> {
  const { root, file } = memory;
  const startedAt = systemClock.now();
  const record = unchangedRun(memory, startedAt);
  if (!record) return undefined;
  const notes = [...triggerNotes(record.head.pipeline, root), ...(await interruptedNotes(root, file))];
  const run = retellIfPossible(record, memory, wishes, await git, startedAt);
  if (!run) return undefined;
  await tell(run, notes, root, wishes);
  if (wishes.keepRuns !== undefined) await retainRuns(root, wishes.keepRuns);
  return 0;
}

/** What the system refuses, the usual way says in its words. */
function retellIfPossible(
  record: Parameters<typeof retellRun>[0],
  { root }: UnchangedMemory,
  wishes: RunWishes,
  git: Awaited<ReturnType<typeof gitState>>,
  startedAt: number,
): RetoldRun | undefined {
  const { maxParallel, failFast } = wishes;
  const options = {
    ...{ root, ...upkeep(wishes), ...(git && { git }) },
    ...(maxParallel !== undefined && { maxParallel }),
    ...(failFast !== undefined && { failFast }),
  };
  try {
    return retellRun(record, options, startedAt, systemClock);
  } catch {
    return undefined;
  }
}

async function tell(run: RetoldRun, notes: readonly string[], root: string, wishes: Presentation): Promise<void> {
  const { runId } = run.started;
  const { format, detached } = wishes;
  const { isTTY } = process.stdout;
  if (detached) reportStart({ runId, folder: runFolder(root, runId), notes });
  else if (run.cached === undefined && format !== 'json') {
    await presentRun({ root, notes }, wishes, async ({ onEvent }) => {
      for (const line of Buffer.concat(run.journal).toString().split('\n')) {
        const event = line === '' ? undefined : parseEventLine(line);
        if (event) onEvent(event);
      }
    });
  } else {
    process.stderr.write(notesText(notes));
    if (format === 'json') for (const piece of run.journal) process.stdout.write(piece);
    else process.stdout.write(unchangedText(run, run.cached ?? 0, styleFor(root, isTTY), isPretty(format, isTTY)));
  }
}
