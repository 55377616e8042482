import type { Json, ParamValue, Task } from '../pipeline/pipeline.ts';
import type { EndStatus, Reason, RunEvent } from './event.ts';
import type { Decision } from './scheduler/decision.ts';
import type { TakenOver } from './select/taken-over.ts';

/** What the members of a group need, or a sentence on why it cannot be opened. */
export type Opening =
  | { readonly params?: Readonly<Record<string, ParamValue>>; readonly members?: readonly Task[] }
  | { readonly error: string };

/** What a group gives, or a sentence on why one of its outputs cannot be worked out. */
export type GroupOutputs = { readonly outputs: Readonly<Record<string, Json>> } | { readonly error: string };

/** What the run knows of tasks that a decision alone does not say. */
export interface DecisionFacts {
  /** Opens a group. */
  readonly open: (group: Task) => Opening;
  /** What a group gives whose members have ended. */
  readonly outputsOf: (group: Task) => GroupOutputs;
  /** The earlier success of a task that was decided to be taken over. */
  readonly takenOver: (task: Task) => TakenOver | undefined;
  /** The name of the executor that a task runs at, other than here; absent where there is none. */
  readonly executorOf?: (task: Task) => string | undefined;
}

/** The event that makes a decision true at the time `at`; those without one are only done. */
export function eventOf(decision: Decision, at: number, facts: DecisionFacts): RunEvent | undefined {
  switch (decision.kind) {
    case 'queue':
      return { type: 'task_queued', at, task: decision.task.name };
    case 'start': {
      const { task, attempt, gpus } = decision;
      const executor = facts.executorOf?.(task);
      const place = executor === undefined ? {} : { place: { executor } };
      return { type: 'attempt_started', at, task: task.name, attempt, ...(gpus && { gpus }), ...place };
    }
    case 'open':
      return openingEvent(decision.task, at, facts.open(decision.task));
    case 'end':
      return endEvent(decision, at, facts);
    case 'take_over':
      return takeOverEvent(decision.task, at, facts.takenOver(decision.task));
    case 'cancel': {
      const { task, by } = decision;
      return { type: 'cancel_requested', at, ...(task && { task: task.name }), by };
    }
    case 'look_up':
    case 'stop':
    case 'finish':
      return undefined;
    default:
      return decision satisfies never;
  }
}

function openingEvent({ name }: Task, at: number, opening: Opening): RunEvent {
  if (!('error' in opening)) return { type: 'group_opened', at, task: name, ...opening };
  return { type: 'task_ended', at, task: name, status: 'failed', reason: { kind: 'error', message: opening.error } };
}

interface End {
  readonly task: Task;
  readonly status: EndStatus;
  readonly reason?: Reason;
  readonly isOpened?: true;
}

/** A group gives what its members gave, also when some of them failed: what goes on all the same may read the rest. */
function endEvent({ task, status, reason, isOpened }: End, at: number, facts: DecisionFacts): RunEvent {
  const ended = { type: 'task_ended', at, task: task.name, status, ...(reason && { reason }) } as const;
  if (!isOpened) return ended;
  const given = facts.outputsOf(task);
  if ('outputs' in given) return { ...ended, ...(Object.keys(given.outputs).length > 0 && { outputs: given.outputs }) };
  if (status !== 'success') return ended;
  return { ...ended, status: 'failed', reason: { kind: 'error', message: given.error } };
}

function takeOverEvent({ name }: Task, at: number, from: TakenOver | undefined): RunEvent {
  const more = from && {
    ...(from.outputs && { outputs: from.outputs }),
    source: { kind: 'run', run: from.run } as const,
  };
  return { type: 'task_ended', at, task: name, status: 'success', ...more };
}
