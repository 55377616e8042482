import type { RunEvent } from './event.ts';
import type { Decision } from './scheduler/scheduler.ts';

/** The event that makes a decision true at the time `at`; those without one are only done. */
export function eventOf(decision: Decision, at: number): RunEvent | undefined {
  switch (decision.kind) {
    case 'queue':
      return { type: 'task_queued', at, task: decision.task.name };
    case 'start':
      return { type: 'attempt_started', at, task: decision.task.name, attempt: decision.attempt };
    case 'end': {
      const { task, status, reason } = decision;
      return { type: 'task_ended', at, task: task.name, status, ...(reason && { reason }) };
    }
    case 'cancel':
      return { type: 'cancel_requested', at, by: decision.by };
    case 'stop':
    case 'finish':
      return undefined;
    default:
      return decision satisfies never;
  }
}
