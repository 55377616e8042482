import type { Task } from '../../pipeline/pipeline.ts';
import type { SchedulerOptions } from './scheduler-options.ts';

/** How long an open group may take: what the task that uses a pipeline says, or that pipeline, whichever is less. */
export function groupLimitMs(task: Task, usedBy: SchedulerOptions['usedBy']): number | undefined {
  if (task.action.kind !== 'pipeline' || task.matrix || task.foreach) return undefined;
  const limits = [task.timeoutMs, usedBy?.(task)?.timeoutMs].filter(limit => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
