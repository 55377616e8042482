import type { Json, ParamValue, RunStatus, Task, TaskStatus } from '../pipeline/pipeline.ts';
import type { AttemptPlace, EndStatus, Outcome, Owner, Reason, RunEvent, RunStarted, Source, Usage } from './event.ts';

/** One attempt of a task as the journal tells it. */
export interface AttemptState {
  /** When it could have started, had a slot been free. */
  readonly queuedAt?: number;
  readonly startedAt: number;
  endedAt?: number;
  outcome?: Outcome;
  usage?: Usage;
  readonly gpus?: readonly number[];
  /** Absent: on the runner's machine, as a process. */
  place?: AttemptPlace;
}

/** How one task stands. `attempts[0]` is the first attempt. */
export interface TaskState {
  readonly name: string;
  readonly definition: Task;
  status: TaskStatus;
  readonly attempts: AttemptState[];
  queuedAt?: number;
  /** Why the cache had nothing for it, when it was asked. */
  missed?: readonly string[];
  /** What it depended on then, as one hash. */
  fingerprint?: string;
  /** Of a group: when its members were let go. */
  openedAt?: number;
  endedAt?: number;
  retryAt?: number;
  reason?: Reason;
  outputs?: Readonly<Record<string, Json>>;
  /** Of a success that was not run for. */
  source?: Source;
  /** Of a group that has opened: the values of the used pipeline's params. */
  params?: Readonly<Record<string, ParamValue>>;
}

/** How a run stands: the fold of its events. Only `applyEvent` writes to it. */
export interface RunState {
  readonly started: RunStarted;
  /** The process that carries it out now, or did last. */
  owner: Owner;
  /** In the order of the file; members that become known only in the run come last. */
  readonly tasks: Map<string, TaskState>;
  status: RunStatus;
  /** Each time somebody went on with it: when, and when it had last been written to before. */
  readonly resumptions: { readonly at: number; readonly after: number }[];
  /** When it was last written to. */
  lastAt: number;
  cancelRequested: boolean;
  endedAt?: number;
  message?: string;
}

/** The state before anything but `run_started` has happened. */
export function initialState(started: RunStarted): RunState {
  const tasks = new Map<string, TaskState>();
  for (const task of started.pipeline.tasks) tasks.set(task.name, pending(task));
  const { at } = started;
  return { started, owner: started, tasks, status: 'running', resumptions: [], lastAt: at, cancelRequested: false };
}

function pending(definition: Task): TaskState {
  return { name: definition.name, definition, status: 'pending', attempts: [] };
}

/**
 * Folds one event into `state`, in place and in constant time, so that a fold of n events costs n steps.
 * It does no I/O and reads no clock: the same events give the same state everywhere. An event about a task that
 * the pipeline does not have is ignored, so that a newer journal can still be shown.
 */
export function applyEvent(state: RunState, event: RunEvent): void {
  if (event.type === 'run_resumed') state.resumptions.push({ at: event.at, after: state.lastAt });
  state.lastAt = event.at;
  switch (event.type) {
    case 'run_started':
      return;
    case 'run_resumed':
      state.owner = event;
      return;
    case 'cancel_requested':
      if (event.task === undefined) state.cancelRequested = true;
      return;
    case 'run_ended':
      state.status = event.status;
      state.endedAt = event.at;
      if (event.message !== undefined) state.message = event.message;
      return;
    case 'group_opened':
      for (const member of event.members ?? []) state.tasks.set(member.name, pending(member));
      applyToTask(state.tasks.get(event.task), event);
      return;
    case 'task_queued':
    case 'attempt_started':
    case 'attempt_placed':
    case 'attempt_ended':
    case 'task_ended':
      applyToTask(state.tasks.get(event.task), event);
      return;
    default:
      event satisfies never;
  }
}

type TaskEvent = Extract<
  RunEvent,
  { type: 'group_opened' | 'task_queued' | 'attempt_started' | 'attempt_placed' | 'attempt_ended' | 'task_ended' }
>;

function applyToTask(task: TaskState | undefined, event: TaskEvent): void {
  if (!task) return;
  switch (event.type) {
    case 'group_opened':
      task.status = 'running';
      task.openedAt = event.at;
      if (event.params) task.params = event.params;
      return;
    case 'task_queued':
      task.status = 'queued';
      task.queuedAt = event.at;
      if (event.missed) task.missed = event.missed;
      if (event.fingerprint !== undefined) task.fingerprint = event.fingerprint;
      return;
    case 'attempt_started':
      task.status = 'running';
      if (task.retryAt !== undefined) delete task.retryAt;
      task.attempts[event.attempt - 1] = {
        ...(task.queuedAt !== undefined && { queuedAt: task.queuedAt }),
        startedAt: event.at,
        ...(event.gpus && { gpus: event.gpus }),
        ...(event.place && { place: event.place }),
      };
      return;
    case 'attempt_placed': {
      const attempt = task.attempts[event.attempt - 1];
      if (attempt) attempt.place = event.place;
      return;
    }
    case 'attempt_ended': {
      const attempt = task.attempts[event.attempt - 1];
      if (attempt) {
        attempt.endedAt = event.at;
        attempt.outcome = event.outcome;
        if (event.usage) attempt.usage = event.usage;
      }
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
      if (task.retryAt !== undefined) delete task.retryAt;
      if (event.reason) task.reason = event.reason;
      if (event.outputs) task.outputs = event.outputs;
      if (event.source) task.source = event.source;
      return;
    default:
      event satisfies never;
  }
}

/** Whether a task in this status will not change any more. */
export function isEnd(status: TaskStatus): status is EndStatus {
  return status !== 'pending' && status !== 'queued' && status !== 'running' && status !== 'retrying';
}

/** Whether there is something to cancel: in the run, or of one task of it. */
export function canCancel(state: RunState, task: string | undefined): boolean {
  if (task === undefined) return !state.cancelRequested;
  const known = state.tasks.get(task);
  return known !== undefined && !isEnd(known.status);
}
