import type { TextParts } from '../pipeline/edited-text.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Where the lines of a text begin, kept up with its edits. Lines end with LF, CRLF or CR, as in the protocol. */
export class LineStarts {
  #starts: Int32Array;
  #count: number;

  constructor(text: string) {
    const starts = startsWithin(text, 0, text.length);
    this.#starts = new Int32Array(starts.length + 1);
    this.#starts.set(starts, 1);
    this.#count = this.#starts.length;
  }

  /** How many lines there are: at least one. */
  get count(): number {
    return this.#count;
  }

  /** Where a line begins; one that is not there begins where the text ends, which is told. */
  startOf(line: number, textLength: number): number {
    return line < this.#count ? (this.#starts[line] ?? 0) : textLength;
  }

  /** The line that holds an offset. */
  lineOf(offset: number): number {
    return this.#firstFrom(offset + 1) - 1;
  }

  /** Follows the replacement of `[start, end)` of `before` by `newText`. Reads only what is new and its two neighbours. */
  replace(before: TextParts, start: number, end: number, newText: string): void {
    const from = this.#firstFrom(Math.max(start, 1));
    const to = Math.max(from, this.#firstFrom(end + 1));
    const margin = start === 0 ? 0 : 1;
    const changed = before.slice(start - margin, start) + newText + before.slice(end, Math.min(end + 1, before.length));
    const added = startsWithin(changed, margin, margin + newText.length).map(at => at + start - margin);
    const count = this.#count - (to - from) + added.length;
    const target = count <= this.#starts.length ? this.#starts : new Int32Array(count + (count >> 3));
    if (target !== this.#starts) target.set(this.#starts.subarray(0, from));
    target.set(this.#starts.subarray(to, this.#count), from + added.length);
    target.set(added, from);
    const moved = newText.length - (end - start);
    if (moved !== 0)
      for (let line = from + added.length; line < count; line++) target[line] = (target[line] ?? 0) + moved;
    this.#starts = target;
    this.#count = count;
  }

  /** The first line that begins at `offset` or later. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The line starts from `from` to `to`, both included, without the one at 0. */
function startsWithin(text: string, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let at = Math.max(from, 1); at <= to; at++) {
    const before = text.charCodeAt(at - 1);
    if (before === lineFeed || (before === carriageReturn && text.charCodeAt(at) !== lineFeed)) starts.push(at);
  }
  return starts;
}
