import { closest } from '../closest.ts';

/** Names are compared only so often in all, that a file full of wrong names is still checked at once. */
const mostComparisons = 2_000_000;

/** Finds the task that was meant by a wrong name; the same wrong name is looked up once. */
export class NearestTask {
  readonly #names: ReadonlyMap<string, number>;
  readonly #known = new Map<string, string | undefined>();
  #comparisons = 0;

  constructor(names: ReadonlyMap<string, number>) {
    this.#names = names;
  }

  /** The nearest name that is not `self`, for no task means itself. */
  find(name: string, self: string | undefined): string | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#search(name, undefined));
    const near = this.#known.get(name);
    return near !== undefined && near === self ? this.#search(name, self) : near;
  }

  #search(name: string, self: string | undefined): string | undefined {
    this.#comparisons += this.#names.size;
    if (this.#comparisons > mostComparisons) return undefined;
    return closest(name, self === undefined ? this.#names.keys() : without(this.#names.keys(), self));
  }
}

function* without(names: Iterable<string>, name: string): Iterable<string> {
  for (const other of names) if (other !== name) yield other;
}
