import type { EndStatus, Reason } from '../event.ts';
import { groupReason } from './reasons.ts';
import type { Members, TaskNode } from './task-node.ts';

/** How a group ends whose members have all ended, and why. */
export interface GroupEnd {
  readonly status: EndStatus;
  readonly reason?: Reason;
}

/** What the ends of its members make of a group. */
export function groupEnd(node: TaskNode, members: Members, cancelled: Reason): GroupEnd {
  if (members.timedOut !== undefined) {
    return { status: 'failed', reason: { kind: 'error', message: `It ${members.timedOut}` } };
  }
  if (members.culprit !== undefined) {
    return { status: 'failed', reason: groupReason(members.culprit, 'failed') };
  }
  if (members.cancelled > 0) return { status: 'cancelled', reason: cancelled };
  const isFannedOut = node.task.matrix !== undefined || node.task.foreach !== undefined;
  const isSkipped = isFannedOut && members.nodes.length > 0 && members.skipped === members.nodes.length;
  return { status: isSkipped ? 'skipped' : 'success' };
}

/** Counts the end of a member. */
export function countMember(members: Members, { task }: TaskNode, status: EndStatus): void {
  members.open--;
  if (status === 'cancelled') members.cancelled++;
  else if (status === 'skipped') members.skipped++;
  else if (status === 'failed' && !task.continueOnError) members.culprit ??= task.name;
}
