import { formatDuration } from '../../../pipeline/duration.ts';
import type { RunEvent } from '../../event.ts';
import { outcomeText, sourceText, statusText, whyText } from '../../run-directory/wording.ts';
import { isEnd, type RunState, type TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';

/** What an event that a person wants to know of says about its task, and whether the end of the task's output belongs to it. */
export interface Change {
  readonly task: TaskState;
  readonly kind: 'started' | 'retry' | 'success' | 'failed' | 'not-run' | 'cancelled';
  /** The rest of a sentence that begins with the task's name. */
  readonly text: string;
  /** The attempt whose output explains it. */
  readonly failedAttempt?: number;
  /** Why it failed, as the runner may also have written it below that output. */
  readonly why?: string;
}

/** The change of a task that `event` tells, with `state` after it; `undefined` when it is none that matters to a person. */
export function changeOf(event: RunEvent, state: RunState): Change | undefined {
  switch (event.type) {
    case 'attempt_started': {
      const task = state.tasks.get(event.task);
      const text = event.attempt === 1 ? 'started' : `started attempt ${event.attempt}`;
      return task && { task, kind: 'started', text };
    }
    case 'attempt_ended': {
      const task = state.tasks.get(event.task);
      if (!task || event.retryAt === undefined) return undefined;
      const delay = event.retryAt - event.at;
      const again = delay > 0 ? `in ${formatDuration(delay)}` : 'at once';
      const tries = 1 + task.definition.retries;
      const why = oneLine(outcomeText(event.outcome));
      const text = `attempt ${event.attempt} of ${tries} failed: ${why}; again ${again}`;
      return { task, kind: 'retry', text, failedAttempt: event.attempt, why };
    }
    case 'task_ended': {
      const task = state.tasks.get(event.task);
      return task && !isSaidByGroup(task, state) ? endOf(task) : undefined;
    }
    case 'run_started':
    case 'run_resumed':
    case 'group_opened':
    case 'task_queued':
    case 'attempt_placed':
    case 'cancel_requested':
    case 'run_ended':
      return undefined;
    default:
      event satisfies never;
      return undefined;
  }
}

/** Members that were never begun because of what became of their group are told of by its one line; so is what a cancel of all kept from starting. */
function isSaidByGroup({ definition, attempts, reason, status }: TaskState, { tasks }: RunState): boolean {
  const group = definition.group === undefined ? undefined : tasks.get(definition.group);
  if (!group || attempts.length > 0 || status === 'success' || status === 'failed') return false;
  return isEnd(group.status) || status === 'cancelled' || reason?.kind === 'cancelled';
}

function endOf(task: TaskState): Change {
  const begun = task.attempts[0]?.startedAt ?? task.openedAt;
  const took = begun === undefined || task.endedAt === undefined ? undefined : formatDuration(task.endedAt - begun);
  const reason = whyText(task);
  const why: { readonly why?: string } = reason === undefined ? {} : { why: oneLine(reason) };
  const words = [took, task.source && sourceText(task.source), why.why].filter(word => word !== undefined).join('  ');
  switch (task.status) {
    case 'success':
      return { task, kind: 'success', text: words };
    case 'failed':
      return {
        task,
        kind: 'failed',
        text: words,
        ...why,
        ...(task.attempts.length === 0 ? {} : { failedAttempt: task.attempts.length }),
      };
    case 'cancelled':
      return { task, kind: 'cancelled', text: [statusText(task.status), words].filter(Boolean).join('  ') };
    default:
      return { task, kind: 'not-run', text: [statusText(task.status), why.why].filter(Boolean).join(': ') };
  }
}
