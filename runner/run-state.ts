import type { Json, RunStatus, TaskStatus } from '../pipeline/pipeline.ts';
import type { EndStatus, Outcome, Reason, RunEvent, RunStarted } from './event.ts';

/** One attempt of a task as the journal tells it. */
export interface AttemptState {
  readonly startedAt: number;
  endedAt?: number;
  outcome?: Outcome;
}

/** How one task stands. `attempts[0]` is the first attempt. */
export interface TaskState {
  readonly name: string;
  status: TaskStatus;
  readonly attempts: AttemptState[];
  queuedAt?: number;
  endedAt?: number;
  retryAt?: number;
  reason?: Reason;
  outputs?: Readonly<Record<string, Json>>;
}

/** How a run stands: the fold of its events. Only `applyEvent` writes to it. */
export interface RunState {
  readonly started: RunStarted;
  /** In the order of the file. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  status: RunStatus;
  cancelRequested: boolean;
  endedAt?: number;
  message?: string;
}

/** The state before anything but `run_started` has happened. */
export function initialState(started: RunStarted): RunState {
  const tasks = new Map<string, TaskState>();
  for (const task of started.pipeline.tasks) tasks.set(task.name, { name: task.name, status: 'pending', attempts: [] });
  return { started, tasks, status: 'running', cancelRequested: false };
}

/**
 * Folds one event into `state`, in place and in constant time, so that a fold of n events costs n steps.
 * It does no I/O and reads no clock: the same events give the same state everywhere. An event about a task that
 * the pipeline does not have is ignored, so that a newer journal can still be shown.
 */
export function applyEvent(state: RunState, event: RunEvent): void {
  switch (event.type) {
    case 'run_started':
      return;
    case 'cancel_requested':
      if (event.task === undefined) state.cancelRequested = true;
      return;
    case 'run_ended':
      state.status = event.status;
      state.endedAt = event.at;
      if (event.message !== undefined) state.message = event.message;
      return;
    case 'task_queued':
    case 'attempt_started':
    case 'attempt_ended':
    case 'task_ended': {
      const task = state.tasks.get(event.task);
      if (task) applyToTask(task, event);
      return;
    }
    default:
      event satisfies never;
  }
}

type TaskEvent = Extract<RunEvent, { type: 'task_queued' | 'attempt_started' | 'attempt_ended' | 'task_ended' }>;

function applyToTask(task: TaskState, event: TaskEvent): void {
  switch (event.type) {
    case 'task_queued':
      task.status = 'queued';
      task.queuedAt = event.at;
      return;
    case 'attempt_started':
      task.status = 'running';
      delete task.retryAt;
      task.attempts[event.attempt - 1] = { startedAt: event.at };
      return;
    case 'attempt_ended': {
      const attempt = task.attempts[event.attempt - 1];
      if (attempt) Object.assign(attempt, { endedAt: event.at, outcome: event.outcome });
      if (event.outputs) task.outputs = event.outputs;
      if (event.retryAt !== undefined) {
        task.status = 'retrying';
        task.retryAt = event.retryAt;
      }
      return;
    }
    case 'task_ended':
      task.status = event.status;
      task.endedAt = event.at;
      delete task.retryAt;
      if (event.reason) task.reason = event.reason;
      return;
    default:
      event satisfies never;
  }
}

/** Whether a task in this status will not change any more. */
export function isEnd(status: TaskStatus): status is EndStatus {
  return status !== 'pending' && status !== 'queued' && status !== 'running' && status !== 'retrying';
}
