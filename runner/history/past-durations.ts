import { runFolder } from '../layout.ts';
import { readRun } from '../run-directory/read-run.ts';
import { listRuns } from '../run-directory/run-list.ts';
import type { RunState } from '../run-state.ts';
import { type Durations, median } from './durations.ts';
import { type History, readHistory, withRun, writeHistory } from './history-file.ts';

/** How far back a lost history is looked for. */
const runsLookedAt = 30;
const runsRead = 5;

/**
 * How long the tasks of the pipeline in `file` (an absolute path) took in the past: the median of their newest successes.
 * It is read from one small file; when that is gone, it is made again from the newest runs that `root` remembers.
 */
export async function pastDurations(root: string, file: string): Promise<Durations> {
  const history = readHistory(root, file) ?? (await rebuilt(root, file));
  const durations = new Map<string, number>();
  for (const [task, newest] of history.tasks) {
    const duration = median(newest);
    if (duration !== undefined) durations.set(task, duration);
  }
  return durations;
}

/** Adds what a run has shown to the history of its pipeline when it is over. A history that cannot be written stays as it was. */
export function rememberDurations(root: string, state: RunState): void {
  const { file } = state.started;
  if (state.status === 'interrupted' || !hasWorked(state)) return;
  const before = readHistory(root, file) ?? { runs: [], tasks: new Map() };
  const after = withRun(before, state);
  if (after !== before) writeHistory(root, file, after);
}

function hasWorked({ tasks }: RunState): boolean {
  for (const { attempts } of tasks.values()) if (attempts.length > 0) return true;
  return false;
}

async function rebuilt(root: string, file: string): Promise<History> {
  let history: History = { runs: [], tasks: new Map() };
  const runs = await listRuns(root, runsLookedAt).catch(() => []);
  const ofFile = runs.filter(run => run.kind === 'run' && run.file === file && run.endedAt !== undefined);
  for (const { id } of ofFile.slice(0, runsRead).reverse()) {
    const reading = await readRun(runFolder(root, id)).catch(() => undefined);
    if (reading?.kind === 'run') history = withRun(history, reading.state);
  }
  if (history.runs.length > 0) writeHistory(root, file, history);
  return history;
}
