import { Heap } from './heap.ts';
import type { Work } from './work.ts';

/**
 * Goes through a run without running it: whenever one of `slots` slots is free, the most urgent ready work starts (the
 * highest priority, then the longest remaining path, then the order of the file). Answers its length in milliseconds.
 */
export function simulatedLength(works: readonly Work[], remaining: Float64Array, slots: number): number {
  return new Simulation(works, remaining, slots).run();
}

interface Running {
  readonly work: Work;
  readonly end: number;
}

class Simulation {
  readonly #works: readonly Work[];
  readonly #slots: number;
  readonly #waits: number[];
  readonly #ready: Heap<number>;
  readonly #running = new Heap<Running>((one, other) => one.end < other.end);

  constructor(works: readonly Work[], remaining: Float64Array, slots: number) {
    this.#works = works;
    this.#slots = slots;
    this.#waits = works.map(work => work.waits);
    this.#ready = new Heap((one, other) => {
      const priority = (works[one]?.task.priority ?? 0) - (works[other]?.task.priority ?? 0);
      const path = (remaining[one] ?? 0) - (remaining[other] ?? 0);
      return priority !== 0 ? priority > 0 : path !== 0 ? path > 0 : one < other;
    });
  }

  run(): number {
    let now = 0;
    for (const [place, work] of this.#works.entries()) if (work.waits === 0) this.#release(place);
    for (;;) {
      this.#fillSlots(now);
      const ended = this.#running.take();
      if (!ended) return now;
      now = ended.end;
      for (const next of ended.work.next) this.#endedBefore(next);
    }
  }

  #fillSlots(now: number): void {
    while (this.#running.size < this.#slots) {
      const work = this.#works[this.#ready.take() ?? -1];
      if (!work) return;
      this.#running.add({ work, end: now + work.durationMs });
    }
  }

  #endedBefore(place: number): void {
    const waits = (this.#waits[place] ?? 0) - 1;
    this.#waits[place] = waits;
    if (waits === 0) this.#release(place);
  }

  /** What takes no time is over at once. */
  #release(first: number): void {
    const due = [first];
    for (let place = due.pop(); place !== undefined; place = due.pop()) {
      const { takesSlot, durationMs, next } = this.#works[place] as Work;
      if (takesSlot && durationMs > 0) {
        this.#ready.add(place);
        continue;
      }
      for (const later of next) {
        const waits = (this.#waits[later] ?? 0) - 1;
        this.#waits[later] = waits;
        if (waits === 0) due.push(later);
      }
    }
  }
}
