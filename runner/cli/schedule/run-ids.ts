import { newRunId } from '../../run-id.ts';

/** Names for many runs that start at the same moment, none of which comes twice. */
export class RunIds {
  readonly #recent = new Set<string>();

  next(now: number): string {
    for (let at = now; ; at++) {
      const id = newRunId(at);
      if (this.#recent.has(id)) continue;
      if (this.#recent.size > 10_000) this.#recent.clear();
      this.#recent.add(id);
      return id;
    }
  }
}
