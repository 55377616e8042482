import type { PatternSearch } from './pattern-search.ts';

/** What stands in the place of a secret. */
export const maskText = '***';

const mask = Buffer.from(maskText);

/**
 * Masks what flows through it, however it is cut into chunks. A byte is held back only as long as it could be the
 * beginning of a pattern; patterns that overlap are masked together.
 */
export class OutputMask {
  readonly #search: PatternSearch;
  #held: Uint8Array = new Uint8Array();
  /** How many of the held bytes are masked already: something that begins in them may go on. */
  #masked = 0;

  constructor(search: PatternSearch) {
    this.#search = search;
  }

  /** What may be shown now that `chunk` has come; the parts may share its memory. */
  push(chunk: Uint8Array): Uint8Array[] {
    const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    return this.#shown(data, this.#search.unfinished(data));
  }

  /** What is left when nothing more comes. */
  end(): Uint8Array[] {
    return this.#shown(this.#held, this.#held.length);
  }

  /** Shows `data` up to `until` and holds the rest. */
  #shown(data: Uint8Array, until: number): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let done = this.#masked;
    for (const { start, end } of this.#search.matches(data)) {
      if (start >= until) break;
      if (start >= done) {
        if (start > done) parts.push(data.subarray(done, start));
        parts.push(mask);
      }
      done = Math.max(done, end);
    }
    if (done < until) parts.push(data.subarray(done, until));
    this.#held = data.subarray(until);
    this.#masked = Math.max(0, done - until);
    return parts;
  }
}
