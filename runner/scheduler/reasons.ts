import type { EndStatus, Reason } from '../event.ts';
import type { Canceller, TaskNode } from './task-node.ts';

/** It was stopped, or kept from starting. */
export function cancelReason(by: Canceller): Reason {
  return { kind: 'cancelled', by };
}

/** Its rule cannot hold any more. */
export function ruleReason({ task, culprit }: TaskNode): Reason {
  return { kind: 'rule', rule: task.triggerRule, ...(culprit ?? { task: task.needs[0] ?? '', status: 'success' }) };
}

/** The group that it is a member of, or a member of it, ended like this. */
export function groupReason(task: string, status: EndStatus): Reason {
  return { kind: 'rule', rule: 'all_success', task, status };
}

/** Whether a task ends so because another one failed. */
export function isByFailFast(reason: Reason): boolean {
  return reason.kind === 'cancelled' && reason.by === 'fail_fast';
}
