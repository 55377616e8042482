import type { Task } from '../../pipeline/pipeline.ts';
import type { Admission, Grant } from './admission.ts';
import { isClearlyMoreUrgent, isMoreUrgent, ReadyQueue } from './ready-queue.ts';
import type { TaskNode } from './task-node.ts';

/**
 * How many kinds of demand are refused before those behind them have to wait too, as batch systems limit how far they
 * look for what fits: else each attempt that ends would cost as much as there are kinds.
 */
const mostRefused = 200;

/** The tasks that wait for a free place: a queue for each kind of demand, so that one which has to wait holds up only its kind. */
export class ReadyTasks {
  readonly #admission: Admission | undefined;
  readonly #undemanding = new ReadyQueue();
  /** Those that were told ahead and wait like the others; a few. */
  #ahead: TaskNode[] = [];
  readonly #kinds = new Map<string, ReadyQueue>();
  /** The first of each kind that may have something to start, and some that were it. */
  readonly #fronts = new ReadyQueue();
  readonly #refused = new Set<ReadyQueue>();
  /** How many more may be refused before an attempt has ended. */
  #patience = mostRefused;

  constructor(admission: Admission | undefined) {
    this.#admission = admission;
  }

  add(node: TaskNode): void {
    const queue = this.#queueOf(node) ?? this.#undemanding;
    queue.add(node);
    if (queue === this.#undemanding || queue.first !== node) return;
    // A kind that waits has been refused its most urgent one till now.
    this.#refused.delete(queue);
    this.#patience = Math.max(1, this.#patience);
    this.#fronts.add(node);
  }

  /** Takes out the most urgent one that may start now, with what it is given. */
  take(): { readonly node: TaskNode; readonly grant: Grant } | undefined {
    this.#forgetBegun();
    if (this.#ahead.length > 0) return this.#takeBeforeAhead(this.#ahead);
    for (;;) {
      const plain = this.#firstPlain();
      const front = this.#patience > 0 ? this.#fronts.first : undefined;
      if (!front || (plain && isMoreUrgent(plain, front))) {
        this.#undemanding.take();
        return plain && { node: plain, grant: {} };
      }
      this.#fronts.take();
      const grant = this.#grant(front);
      if (grant) return { node: front, grant };
    }
  }

  /**
   * The most urgent one, when it is `fit` to be told ahead: it goes on waiting, apart. None is while tasks share more than
   * places, and none that clearly has to begin after another one that was told.
   */
  takeAhead(isFit: (task: Task) => boolean): Pick<TaskNode, 'task' | 'attempts'> | undefined {
    if (this.#admission) return undefined;
    const first = this.#firstPlain();
    if (!first || !isFit(first.task) || this.#ahead.some(node => isClearlyMoreUrgent(node, first))) return undefined;
    this.#undemanding.take();
    this.#ahead.push(first);
    return first;
  }

  /** Those that were told ahead before something came in that clearly has to begin before them, the last told first. */
  overtaken(): Task[] {
    if (this.#ahead.length === 0) return [];
    const first = this.#firstPlain();
    this.#forgetBegun();
    const overtaken = first ? this.#ahead.filter(node => isClearlyMoreUrgent(first, node)) : [];
    return overtaken.map(({ task }) => task).reverse();
  }

  /** One that was told ahead waits like any other again. */
  putBack(task: Task): void {
    const node = this.#ahead.find(other => other.task === task);
    if (!node) return;
    this.#ahead = this.#ahead.filter(other => other !== node);
    this.#undemanding.add(node);
  }

  /** Nothing is told ahead where there is an admission. */
  #takeBeforeAhead(ahead: readonly TaskNode[]): { readonly node: TaskNode; readonly grant: Grant } | undefined {
    const first = ahead.reduce((best, node) => (isMoreUrgent(node, best) ? node : best));
    const plain = this.#firstPlain();
    if (plain && isMoreUrgent(plain, first)) this.#undemanding.take();
    else this.#ahead = ahead.filter(node => node !== first);
    return { node: plain && isMoreUrgent(plain, first) ? plain : first, grant: {} };
  }

  #forgetBegun(): void {
    if (this.#ahead.length > 0) this.#ahead = this.#ahead.filter(({ status }) => status === 'queued');
  }

  #firstPlain(): TaskNode | undefined {
    dropOthers(this.#undemanding);
    return this.#undemanding.first;
  }

  /** An attempt has started. */
  started(node: TaskNode, grant: Grant): void {
    this.#admission?.started(node.task, grant);
  }

  /** An attempt is over: each kind may hope again. */
  ended(node: TaskNode): void {
    if (!this.#admission) return;
    this.#admission.ended(node.task);
    for (const queue of this.#refused) this.#showFront(queue);
    this.#refused.clear();
    this.#patience = mostRefused;
  }

  /** What a front is given; it is out of its queue then. One that is not the first of its kind any more is gone by. */
  #grant(front: TaskNode): Grant | undefined {
    const queue = this.#queueOf(front);
    if (queue?.first !== front || this.#refused.has(queue)) return undefined;
    const grant = front.status === 'queued' ? this.#admission?.grant(front.task) : undefined;
    if (!grant && front.status === 'queued') {
      this.#refused.add(queue);
      this.#patience--;
      return undefined;
    }
    queue.take();
    dropOthers(queue);
    this.#showFront(queue);
    return grant;
  }

  #showFront({ first }: ReadyQueue): void {
    if (first) this.#fronts.add(first);
  }

  #queueOf({ task }: TaskNode): ReadyQueue | undefined {
    const kind = this.#admission?.kindOf(task);
    if (kind === undefined) return undefined;
    const known = this.#kinds.get(kind);
    if (known) return known;
    const queue = new ReadyQueue();
    this.#kinds.set(kind, queue);
    return queue;
  }
}

/** A task may have ended while it waited. */
function dropOthers(queue: ReadyQueue): void {
  while (queue.first && queue.first.status !== 'queued') queue.take();
}
