import type { Admission, Grant } from './admission.ts';
import { isMoreUrgent, ReadyQueue } from './ready-queue.ts';
import type { TaskNode } from './task-node.ts';

/** The tasks that wait for a free place: a queue for each kind of demand, so that one which has to wait holds up only its kind. */
export class ReadyTasks {
  readonly #admission: Admission | undefined;
  readonly #undemanding = new ReadyQueue();
  readonly #kinds = new Map<string, ReadyQueue>();
  /** The kinds that may have something to start. */
  readonly #hopeful = new Map<string, ReadyQueue>();

  constructor(admission: Admission | undefined) {
    this.#admission = admission;
  }

  add(node: TaskNode): void {
    const kind = this.#admission?.kindOf(node.task);
    if (kind === undefined) {
      this.#undemanding.add(node);
      return;
    }
    const queue = this.#kinds.get(kind) ?? new ReadyQueue();
    this.#kinds.set(kind, queue);
    const isFirst = queue.first === undefined;
    queue.add(node);
    // A kind that waits has been refused its most urgent one, and goes on waiting.
    if (isFirst || queue.first === node) this.#hopeful.set(kind, queue);
  }

  /** Takes out the most urgent one that may start now, with what it is given. */
  take(): { readonly node: TaskNode; readonly grant: Grant } | undefined {
    for (;;) {
      dropOthers(this.#undemanding);
      const [kind, queue] = this.#mostUrgent();
      const node = queue.first;
      if (!node) return undefined;
      const grant = kind === undefined ? nothing : this.#admission?.grant(node.task);
      if (grant) return { node: queue.take() ?? node, grant };
      if (kind !== undefined) this.#hopeful.delete(kind);
    }
  }

  /** An attempt has started. */
  started(node: TaskNode, grant: Grant): void {
    this.#admission?.started(node.task, grant);
  }

  /** An attempt is over: each kind may hope again. */
  ended(node: TaskNode): void {
    if (!this.#admission) return;
    this.#admission.ended(node.task);
    if (this.#hopeful.size === this.#kinds.size) return;
    for (const [kind, queue] of this.#kinds) if (queue.first) this.#hopeful.set(kind, queue);
  }

  #mostUrgent(): readonly [string | undefined, ReadyQueue] {
    let best: readonly [string | undefined, ReadyQueue] = [undefined, this.#undemanding];
    for (const [kind, queue] of this.#hopeful) {
      dropOthers(queue);
      if (!queue.first) this.#hopeful.delete(kind);
      else if (!best[1].first || isMoreUrgent(queue.first, best[1].first)) best = [kind, queue];
    }
    return best;
  }
}

const nothing: Grant = {};

/** A task may have ended while it waited. */
function dropOthers(queue: ReadyQueue): void {
  while (queue.first && queue.first.status !== 'queued') queue.take();
}
