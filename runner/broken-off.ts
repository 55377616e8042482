import type { RunEvent } from './event.ts';
import { isEnd, type RunState } from './run-state.ts';

/** The ends of the tasks that a run leaves open which cannot go on: to those who listen, each task has its end. */
export function endsOfOpenTasks(state: RunState, at: number, message: string): readonly RunEvent[] {
  const reason = { kind: 'error', message } as const;
  return [...state.tasks.values()]
    .filter(({ status }) => !isEnd(status))
    .map(({ name }) => ({ type: 'task_ended', at, task: name, status: 'cancelled', reason }));
}
