import type { RunStarted } from '../../event.ts';
import { countOf } from '../../run-directory/counted-tasks.ts';
import { oneLine } from '../one-line.ts';

/** What is run, with what. */
export function startText(started: RunStarted): string {
  return startOf(started, countOf(started.pipeline.tasks));
}

/** The same of a run with this many tasks. */
export function startOf(started: Pick<RunStarted, 'name' | 'runId' | 'maxParallel'>, length: number): string {
  const tasks = `${length} ${length === 1 ? 'task' : 'tasks'}`;
  return `${oneLine(started.name)}: run ${started.runId}, ${tasks}, ${started.maxParallel} at once`;
}
