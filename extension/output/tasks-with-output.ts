import type { RunState, TaskState } from '../../runner/run-state.ts';

/** The tasks of a run that have written something, those first that a person looks for: running, then failed, then the latest. */
export function tasksWithOutput(state: RunState): readonly TaskState[] {
  const tasks = [...state.tasks.values()].filter(({ attempts }) => attempts.length > 0);
  return tasks.sort((a, b) => rank(a) - rank(b) || startedAt(b) - startedAt(a));
}

function rank({ status }: TaskState): number {
  if (status === 'running') return 0;
  if (status === 'retrying' || status === 'failed') return 1;
  return 2;
}

function startedAt({ attempts }: TaskState): number {
  return attempts.at(-1)?.startedAt ?? 0;
}
