import type { TaskNode } from './task-node.ts';

/** Tasks, the most urgent first. */
export class ReadyQueue {
  readonly #heap: TaskNode[] = [];

  get first(): TaskNode | undefined {
    return this.#heap[0];
  }

  add(node: TaskNode): void {
    const heap = this.#heap;
    let hole = heap.push(node) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as TaskNode;
      if (!isMoreUrgent(node, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = node;
  }

  /** Takes the most urgent one out. */
  take(): TaskNode | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return first;
  }

  /** Puts `node` where the first one was and lets it sink to its level. */
  #sink(node: TaskNode): void {
    const heap = this.#heap;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isMoreUrgent(heap[child + 1] as TaskNode, heap[child] as TaskNode)) child++;
      const below = heap[child] as TaskNode;
      if (!isMoreUrgent(below, node)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = node;
  }
}

/** The highest priority goes first, then the highest rank, then the order of the file. */
export function isMoreUrgent(one: TaskNode, other: TaskNode): boolean {
  if (one.task.priority !== other.task.priority) return one.task.priority > other.task.priority;
  return one.rank === other.rank ? one.place < other.place : one.rank > other.rank;
}

/** The same, where a few milliseconds of the path that remains make no difference. */
export function isClearlyMoreUrgent(one: TaskNode, other: TaskNode): boolean {
  if (one.task.priority !== other.task.priority) return one.task.priority > other.task.priority;
  return one.rank - other.rank > indifferentMs;
}

/** What is told ahead takes no longer. */
const indifferentMs = 20;
