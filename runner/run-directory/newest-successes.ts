import { runFolder } from '../layout.ts';
import type { RunState } from '../run-state.ts';
import { readRun } from './read-run.ts';
import { listRuns } from './run-list.ts';

/** How many runs are read at most: a success that is older is not worth a late start. */
const runsRead = 20;

/** The newest runs of the pipeline in `file` (an absolute path) that `root` remembers, the newest first, until each of their tasks has a success among them. */
export async function newestSuccesses(root: string, file: string): Promise<RunState[]> {
  const ofFile = (await listRuns(root)).filter(run => run.kind === 'run' && run.file === file);
  const runs: RunState[] = [];
  const missing = new Set<string>();
  for (const { id } of ofFile.slice(0, runsRead)) {
    const reading = await readRun(runFolder(root, id));
    if (reading.kind !== 'run') continue;
    runs.push(reading.state);
    for (const { name, status } of reading.state.tasks.values()) {
      const isKnown = runs.some(run => run.tasks.get(name)?.status === 'success');
      if (status === 'success' || isKnown) missing.delete(name);
      else missing.add(name);
    }
    if (missing.size === 0 && !reading.state.started.selection) break;
  }
  return runs;
}
