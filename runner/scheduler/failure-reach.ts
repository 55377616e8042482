import type { Task } from '../../pipeline/pipeline.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import type { TaskNode } from './task-node.ts';

/** What a failure that is not gone on from means around its task. */
export interface FailureReach {
  /** Whether the run itself has failed. */
  readonly isOfRun: boolean;
  /** The groups that it is to cancel. */
  readonly groups: readonly Task[];
}

/** Goes up from a failed task through the groups that it fails as well, up to one that is gone on from. */
export function failureReach(failed: TaskNode, usedBy: SchedulerOptions['usedBy']): FailureReach {
  const groups: Task[] = [];
  let node = failed;
  while (!node.task.continueOnError) {
    if (!node.parent) return { isOfRun: true, groups };
    node = node.parent;
    if (usedBy?.(node.task)?.failFast) groups.push(node.task);
  }
  return { isOfRun: false, groups };
}
