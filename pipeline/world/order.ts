/** Which tasks come before which, as far as the needs say. Tasks on a cycle, and below one, have no place in it. */
export interface Order {
  /** The longest way up from each task: 0 for one that needs nothing, -1 for one on or below a cycle. */
  readonly levels: Int32Array;
  /** Whether somebody needs the task. */
  readonly needed: Uint8Array;
  /** Whether there is a cycle at all. */
  readonly cyclic: boolean;
}

/** Sorts the tasks by levels. Linear, and at once where each task stands below what it needs, as most people write. */
export function orderOf(needs: readonly (readonly number[])[]): Order {
  return orderDownwards(needs) ?? orderByDependants(needs);
}

function orderDownwards(needs: readonly (readonly number[])[]): Order | undefined {
  const levels = new Int32Array(needs.length);
  const needed = new Uint8Array(needs.length);
  for (let task = 0; task < needs.length; task++) {
    let level = 0;
    for (const need of needs[task] ?? none) {
      if (need >= task) return undefined;
      if (need < 0) continue;
      needed[need] = 1;
      level = Math.max(level, 1 + (levels[need] ?? 0));
    }
    levels[task] = level;
  }
  return { levels, needed, cyclic: false };
}

const none: readonly number[] = [];

/** By the way of Kahn (1962). */
function orderByDependants(needs: readonly (readonly number[])[]): Order {
  const count = needs.length;
  const levels = new Int32Array(count).fill(-1);
  const needed = new Uint8Array(count);
  const waiting = new Int32Array(count);
  const { firsts, next, from } = dependants(needs, needed, waiting);
  const ready: number[] = [];
  for (let task = 0; task < count; task++) {
    if (waiting[task] !== 0) continue;
    levels[task] = 0;
    ready.push(task);
  }
  for (let at = 0; at < ready.length; at++) {
    const done = ready[at] ?? 0;
    for (let edge = firsts[done] ?? -1; edge !== -1; edge = next[edge] ?? -1) {
      const task = from[edge] ?? 0;
      waiting[task] = (waiting[task] ?? 0) - 1;
      if (waiting[task] !== 0) continue;
      levels[task] = 1 + highest(needs[task] ?? [], levels);
      ready.push(task);
    }
  }
  return { levels, needed, cyclic: ready.length < count };
}

function highest(needs: readonly number[], levels: Int32Array): number {
  let level = -1;
  for (const need of needs) if (need >= 0) level = Math.max(level, levels[need] ?? -1);
  return level;
}

/** The edges as chains by what is needed: no list is made for each task. */
function dependants(needs: readonly (readonly number[])[], needed: Uint8Array, waiting: Int32Array) {
  const firsts = new Int32Array(needs.length).fill(-1);
  const next: number[] = [];
  const from: number[] = [];
  for (let task = 0; task < needs.length; task++) {
    for (const need of needs[task] ?? []) {
      if (need < 0) continue;
      needed[need] = 1;
      waiting[task] = (waiting[task] ?? 0) + 1;
      next.push(firsts[need] ?? -1);
      firsts[need] = next.length - 1;
      from.push(task);
    }
  }
  return { firsts, next, from };
}

/** Whether a task stands upstream of another. Made for few questions about many tasks. */
export class Upstream {
  readonly #needs: readonly (readonly number[])[];
  readonly #levels: Int32Array;
  readonly #open: readonly number[];
  #belowOpen: Uint8Array | undefined;
  #seen: Int32Array | undefined;
  #search = 0;
  #steps = 0;

  /** `open` are the tasks whose needs are not all known: something in them could not be read. */
  constructor(needs: readonly (readonly number[])[], order: Order, open: readonly number[]) {
    this.#needs = needs;
    this.#open = open;
    this.#levels = order.levels;
  }

  /**
   * Whether `wanted` stands upstream of `task`. Beyond twenty million steps in all it answers true without looking:
   * what is asked of it leads to complaints when the answer is no, and there shall be no false ones.
   */
  reaches(task: number, wanted: number, through: (middle: number) => boolean = always): boolean {
    this.#seen ??= new Int32Array(this.#needs.length);
    const seen = this.#seen;
    const search = ++this.#search;
    const floor = this.#levels[wanted] ?? -1;
    const open = [task];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const need of this.#needs[at] ?? []) {
        if (need === wanted) return true;
        if (++this.#steps > mostSteps) return true;
        if (need < 0 || seen[need] === search) continue;
        seen[need] = search;
        const level = this.#levels[need] ?? -1;
        if ((level === -1 || level > floor) && through(need)) open.push(need);
      }
    }
    return false;
  }

  /** Whether `wanted` stands upstream of `task`, or might, for not every need above is known. */
  mayReach(task: number, wanted: number): boolean {
    if (this.reaches(task, wanted)) return true;
    if (this.#open.length === 0) return false;
    this.#belowOpen ??= atOrBelow(this.#needs, this.#open);
    return this.#belowOpen[task] === 1;
  }
}

function atOrBelow(needs: readonly (readonly number[])[], tops: readonly number[]): Uint8Array {
  const found = new Uint8Array(needs.length);
  const { firsts, next, from } = dependants(needs, new Uint8Array(needs.length), new Int32Array(needs.length));
  const reached = [...tops];
  for (let task = reached.pop(); task !== undefined; task = reached.pop()) {
    if (found[task] === 1) continue;
    found[task] = 1;
    for (let edge = firsts[task] ?? -1; edge !== -1; edge = next[edge] ?? -1) reached.push(from[edge] ?? 0);
  }
  return found;
}

const mostSteps = 20_000_000;
const always = () => true;
