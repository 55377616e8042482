import type { Task } from '../pipeline/pipeline.ts';
import type { EndedAttempt, PlacedAttempt } from './attempts-under-way.ts';
import type { LookUp } from './cache/task-cache.ts';
import type { RunEnd, RunEvent } from './event.ts';
import { countedTasks } from './run-directory/counted-tasks.ts';
import type { RunState } from './run-state.ts';

/** The event of an attempt that begins, and is given nothing but its place. */
export function startEvent({ name }: Task, attempt: number, at: number): RunEvent {
  return { type: 'attempt_started', at, task: name, attempt };
}

/** The event of an attempt of which it is known where it runs. */
export function placeEvent({ task, attempt, place }: PlacedAttempt, at: number): RunEvent {
  return { type: 'attempt_placed', at, task: task.name, attempt, place };
}

/** The event of an attempt that is over, which is tried again `retryMs` from now unless that is `undefined`. */
export function attemptEvent(ended: EndedAttempt, at: number, retryMs: number | undefined): RunEvent {
  const { task, attempt, outcome, outputs, usage } = ended;
  const more = {
    ...(outputs && { outputs }),
    ...(retryMs !== undefined && { retryAt: at + retryMs }),
    ...(usage && { usage }),
  };
  return { type: 'attempt_ended', at, task: task.name, attempt, outcome, ...more };
}

/** The event of a success that was found. */
export function hitEvent(task: Task, { source, outputs }: Extract<LookUp, { kind: 'hit' }>, at: number): RunEvent {
  return { type: 'task_ended', at, task: task.name, status: 'success', ...(outputs && { outputs }), source };
}

/** The event of a wish to stop the run, or one task of it. */
export function cancelEvent(by: 'user' | 'timeout', task: string | undefined, at: number): RunEvent {
  return { type: 'cancel_requested', at, ...(task !== undefined && { task }), by };
}

/** The run is over. */
export function endEvent(state: RunState, status: RunEnd, at: number, message: string | undefined): RunEvent {
  const tasks = countedTasks(state).length;
  return { type: 'run_ended', at, status, ...(message !== undefined && { message }), tasks };
}
