import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { EndStatus } from '../event.ts';
import { isEnd } from '../run-state.ts';
import type { NeedCounts } from './trigger-rule.ts';

/** Who asked to stop. */
export type Canceller = 'user' | 'fail_fast' | 'timeout';

/** A task among the others, as the scheduler keeps it. `due`: it may be queued; `ending`: its end is decided. Both wait for their event. */
export interface TaskNode {
  readonly task: Task;
  readonly place: number;
  readonly dependants: TaskNode[];
  status: 'pending' | 'due' | 'queued' | 'running' | 'retrying' | 'ending' | EndStatus;
  attempts: number;
  total: number;
  success: number;
  failed: number;
  upstreamFailed: number;
  skipped: number;
  /** The first need that did not succeed. */
  culprit?: { readonly task: string; readonly status: EndStatus };
  cancelledBy?: Canceller;
}

/** A node for each task, in the order of the file, joined by the needs. */
export function taskNodes(pipeline: Pipeline): TaskNode[] {
  const nodes = pipeline.tasks.map(
    (task, place): TaskNode => ({
      task,
      place,
      dependants: [],
      status: 'pending',
      attempts: 0,
      total: 0,
      success: 0,
      failed: 0,
      upstreamFailed: 0,
      skipped: 0,
    }),
  );
  const byName = new Map(nodes.map(node => [node.task.name, node]));
  for (const node of nodes) {
    for (const need of new Set(node.task.needs)) {
      byName.get(need)?.dependants.push(node);
      node.total++;
    }
  }
  return nodes;
}

/** Whether the end of a task has been heard. */
export function isDone(node: TaskNode): boolean {
  return node.status !== 'due' && node.status !== 'ending' && isEnd(node.status);
}

/** Which of its dependants' counts the end of a task adds to. */
export function counterOf(task: Task, status: EndStatus): keyof Omit<NeedCounts, 'total'> {
  switch (status) {
    case 'success':
    case 'skipped':
      return status;
    case 'upstream_failed':
      return 'upstreamFailed';
    case 'failed':
      return task.continueOnError ? 'success' : 'failed';
    case 'cancelled':
      return 'failed';
    default:
      return status satisfies never;
  }
}
