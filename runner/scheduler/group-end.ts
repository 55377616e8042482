import type { EndStatus, Reason } from '../event.ts';
import { groupReason } from './reasons.ts';
import { endOf, type Members, type TaskNode } from './task-node.ts';

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

/** The members of a group whose end has not been decided. */
export function openMembers({ members }: TaskNode): TaskNode[] {
  return members?.nodes.filter(member => !endOf(member) && member.status !== 'ending') ?? [];
}

/** How a member ends whose group ends without it. */
export function memberEnd(
  { task }: TaskNode,
  status: EndStatus,
  reason: Reason | undefined,
): [status: EndStatus, reason: Reason | undefined] {
  return status === 'failed' ? ['upstream_failed', groupReason(task.name, status)] : [status, reason];
}
