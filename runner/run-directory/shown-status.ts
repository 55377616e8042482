import type { TaskStatus } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** How to tell of a task's status: what was under way when its run was interrupted goes on no more, and has no end. */
export function shownStatus({ status }: TaskState, run: RunState): TaskStatus | 'interrupted' {
  const isUnderWay = status === 'running' || status === 'retrying' || status === 'queued';
  return run.status === 'interrupted' && isUnderWay ? 'interrupted' : status;
}
