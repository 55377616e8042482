import type { Task } from '../../pipeline/pipeline.ts';
import type { EndStatus, Reason } from '../event.ts';
import { isEnd } from '../run-state.ts';

/** Who asked to stop. */
export type Canceller = 'user' | 'fail_fast' | 'timeout';

/**
 * A task among the others, as the scheduler keeps it. `looking`: whether it has succeeded before is being looked up, or files
 * are read for its condition;
 * `due`: it may be queued; `opening`: the group may be opened; `ending`: its end is decided. All these wait to hear of it.
 */
export interface TaskNode {
  readonly task: Task;
  readonly place: number;
  readonly dependants: TaskNode[];
  /** The group that it is a member of. */
  readonly parent: TaskNode | undefined;
  /** There for a group. */
  readonly members: Members | undefined;
  status: 'pending' | 'looking' | 'due' | 'queued' | 'running' | 'retrying' | 'opening' | 'open' | 'ending' | EndStatus;
  attempts: number;
  /** What its condition hangs on has been read. */
  hasRead: boolean;
  /** Among those of the same priority, the highest goes first. */
  rank: number;
  total: number;
  success: number;
  failed: number;
  upstreamFailed: number;
  skipped: number;
  /** The first need that did not succeed. */
  culprit: { readonly task: string; readonly status: EndStatus } | undefined;
  /** Somebody asked to stop it: why. */
  cancelled: Reason | undefined;
}

/** The members of a group and how many came to which end; a failure that is gone on from is none. */
export interface Members {
  readonly nodes: TaskNode[];
  /** How many have no end yet. */
  open: number;
  cancelled: number;
  skipped: number;
  /** The first one that failed. */
  culprit?: string;
  /** The group took too long: the rest of a sentence that begins with its name. */
  timedOut?: string;
}

/** The end of a task, once it has been heard. */
export function endOf({ status }: TaskNode): EndStatus | undefined {
  switch (status) {
    case 'looking':
    case 'due':
    case 'opening':
    case 'open':
    case 'ending':
      return undefined;
    default:
      return isEnd(status) ? status : undefined;
  }
}

/** Counts the end of a need. */
export function countNeed(node: TaskNode, need: Task, status: EndStatus): void {
  count(node, need, status);
  if (status !== 'success') node.culprit ??= { task: need.name, status };
}

function count(node: TaskNode, need: Task, status: EndStatus): void {
  switch (status) {
    case 'success':
      node.success++;
      return;
    case 'skipped':
      node.skipped++;
      return;
    case 'upstream_failed':
      node.upstreamFailed++;
      return;
    case 'failed':
      if (need.continueOnError) node.success++;
      else node.failed++;
      return;
    case 'cancelled':
      node.failed++;
      return;
    default:
      status satisfies never;
  }
}
