import type { TaskStatus } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** How a task stands in words and pictures: as it does, or it was under way when its run was interrupted. */
export type ShownStatus = TaskStatus | 'interrupted';

/** How to tell of a task's status: what was under way when its run was interrupted goes on no more, and has no end. */
export function shownStatus({ status }: TaskState, run: RunState): ShownStatus {
  const isUnderWay = status === 'running' || status === 'retrying' || status === 'queued';
  return run.status === 'interrupted' && isUnderWay ? 'interrupted' : status;
}
