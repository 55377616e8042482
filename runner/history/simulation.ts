import { Heap } from './heap.ts';
import type { Work } from './work.ts';

/** How a run would go; milliseconds from its start. */
export interface SimulatedRun {
  readonly lengthMs: number;
  /** For each work when it would start; -1 for what takes no slot or no time. */
  readonly starts: Float64Array;
}

/**
 * Goes through a run without running it: whenever one of `slots` slots is free, the most urgent ready work starts (the
 * highest priority, then the longest remaining path, then the order of the file).
 */
export function simulatedRun(works: readonly Work[], remaining: Float64Array, slots: number): SimulatedRun {
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
  readonly #starts: Float64Array;
  readonly #ready: Heap<number>;
  readonly #running = new Heap<Running>((one, other) => one.end < other.end);

  constructor(works: readonly Work[], remaining: Float64Array, slots: number) {
    this.#works = works;
    this.#slots = slots;
    this.#waits = works.map(work => work.waits);
    this.#starts = new Float64Array(works.length).fill(-1);
    this.#ready = new Heap((one, other) => {
      const priority = (works[one]?.task.priority ?? 0) - (works[other]?.task.priority ?? 0);
      const path = (remaining[one] ?? 0) - (remaining[other] ?? 0);
      return priority !== 0 ? priority > 0 : path !== 0 ? path > 0 : one < other;
    });
  }

  run(): SimulatedRun {
    let now = 0;
    for (const [place, work] of this.#works.entries()) if (work.waits === 0) this.#release(place);
    for (;;) {
      this.#fillSlots(now);
      const ended = this.#running.take();
      if (!ended) return { lengthMs: now, starts: this.#starts };
      now = ended.end;
      for (const next of ended.work.next) this.#endedBefore(next);
    }
  }

  #fillSlots(now: number): void {
    while (this.#running.size < this.#slots) {
      const place = this.#ready.take() ?? -1;
      const work = this.#works[place];
      if (!work) return;
      this.#starts[place] = now;
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
