/** Numbers (places of tasks in the file), the most urgent first: the highest priority, then the order of the file. */
export class ReadyQueue {
  readonly #heap: number[] = [];
  readonly #priorities: readonly number[];

  /** `priorities[place]` is the priority of the task at that place. */
  constructor(priorities: readonly number[]) {
    this.#priorities = priorities;
  }

  get size(): number {
    return this.#heap.length;
  }

  add(place: number): void {
    const heap = this.#heap;
    let hole = heap.push(place) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as number;
      if (!this.#before(place, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = place;
  }

  /** Takes the most urgent one out. */
  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return first;
  }

  /** Puts `place` where the first one was and lets it sink to its level. */
  #sink(place: number): void {
    const heap = this.#heap;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#before(heap[child + 1] as number, heap[child] as number)) child++;
      const below = heap[child] as number;
      if (!this.#before(below, place)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = place;
  }

  #before(a: number, b: number): boolean {
    const difference = (this.#priorities[a] as number) - (this.#priorities[b] as number);
    return difference > 0 || (difference === 0 && a < b);
  }
}
