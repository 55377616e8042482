/** A place in a buffer: from `start` up to, not including, `end`. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds byte strings in buffers, all at once and mostly by skipping (Wu and Manber 1994, with blocks of two bytes): the
 * shortest pattern, of two bytes or more, says how far it may skip.
 */
export class PatternSearch {
  readonly #shortest: number;
  readonly #longest: number;
  /** By the two bytes at the end of the window: how far the next window may be. */
  readonly #shifts: Uint16Array;
  /** By the two bytes where a shortest pattern would end: the patterns that have them there. */
  readonly #candidates = new Map<number, Buffer[]>();
  readonly #byFirstByte = new Map<number, Buffer[]>();

  constructor(patterns: readonly Buffer[]) {
    const lengths = patterns.map(pattern => pattern.length);
    this.#shortest = Math.min(1024, ...lengths);
    this.#longest = Math.max(0, ...lengths);
    this.#shifts = new Uint16Array(65536).fill(this.#shortest - 1);
    for (const pattern of patterns) this.#add(pattern);
  }

  /** For each place where a pattern begins, the longest one there; those that begin earlier come first. */
  *matches(buffer: Uint8Array): Iterable<Match> {
    const shifts = this.#shifts;
    const { length } = buffer;
    const before = this.#shortest - 1;
    if (this.#longest === 0) return;
    let last = before;
    while (last < length) {
      const block = ((buffer[last - 1] as number) << 8) | (buffer[last] as number);
      const shift = shifts[block] as number;
      if (shift > 0) last += shift;
      else {
        const end = this.#longestAt(buffer, last - before, this.#candidates.get(block) ?? []);
        if (end !== undefined) yield { start: last - before, end };
        last++;
      }
    }
  }

  /** Where the end of `buffer` begins that could become a pattern with what follows; its length when there is none. */
  unfinished(buffer: Uint8Array): number {
    const { length } = buffer;
    for (let start = Math.max(0, length - this.#longest + 1); start < length; start++) {
      for (const pattern of this.#byFirstByte.get(buffer[start] as number) ?? []) {
        const left = length - start;
        if (pattern.length > left && pattern.compare(buffer, start, length, 0, left) === 0) return start;
      }
    }
    return length;
  }

  #add(pattern: Buffer): void {
    const end = this.#shortest - 1;
    for (let last = 1; last <= end; last++) {
      const block = blockAt(pattern, last);
      this.#shifts[block] = Math.min(this.#shifts[block] as number, end - last);
    }
    addTo(this.#candidates, blockAt(pattern, end), pattern);
    addTo(this.#byFirstByte, pattern[0] as number, pattern);
  }

  #longestAt(buffer: Uint8Array, start: number, patterns: readonly Buffer[]): number | undefined {
    let longest: number | undefined;
    for (const pattern of patterns) {
      const end = start + pattern.length;
      if (end > buffer.length || (longest !== undefined && end <= longest)) continue;
      if (pattern.compare(buffer, start, end) === 0) longest = end;
    }
    return longest;
  }
}

function blockAt(bytes: Uint8Array, last: number): number {
  return ((bytes[last - 1] as number) << 8) | (bytes[last] as number);
}

function addTo(map: Map<number, Buffer[]>, key: number, pattern: Buffer): void {
  const known = map.get(key);
  if (known) known.push(pattern);
  else map.set(key, [pattern]);
}
