import { type Analysis, analyse, reanalyse } from '../pipeline/analyse.ts';
import { LineStarts } from './line-starts.ts';
import { type Encoding, offsetAt, type PositionedText, type Range } from './position.ts';

/** One change of a text as the protocol tells it; without a range, the whole text is new. */
export interface Change {
  readonly range?: Range;
  readonly text: string;
}

/** A stretch of the text last analysed, and how long it is in the text of now. */
interface Pending {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** A text that is open in the editor: it follows the changes, and analyses when it is asked, once for all changes since. */
export class OpenDocument implements PositionedText {
  readonly uri: string;
  readonly encoding: Encoding;
  version: number;
  #text: string;
  #lines: LineStarts;
  #analysis: Analysis | undefined;
  #pending: Pending | undefined;

  constructor(uri: string, version: number, text: string, encoding: Encoding) {
    this.uri = uri;
    this.version = version;
    this.encoding = encoding;
    this.#text = text;
    this.#lines = new LineStarts(text);
  }

  get text(): string {
    return this.#text;
  }

  get lines(): LineStarts {
    return this.#lines;
  }

  /** What the text of now means; the part that did not change is used again. */
  get analysis(): Analysis {
    const pending = this.#pending;
    if (this.#analysis === undefined) {
      this.#analysis = analyse(this.#text);
    } else if (pending !== undefined) {
      const newText = this.#text.slice(pending.start, pending.start + pending.length);
      this.#analysis = reanalyse(this.#analysis, { range: { start: pending.start, end: pending.end }, newText });
    }
    this.#pending = undefined;
    return this.#analysis;
  }

  /** Makes the changes, each on the text that the one before left. */
  change(changes: readonly Change[], version: number): void {
    for (const { range, text } of changes) {
      if (range === undefined) this.#replaceAll(text);
      else this.#replace(offsetAt(this, range.start), offsetAt(this, range.end), text);
    }
    this.version = version;
  }

  #replaceAll(text: string): void {
    this.#text = text;
    this.#lines = new LineStarts(text);
    this.#analysis = undefined;
    this.#pending = undefined;
  }

  #replace(one: number, other: number, newText: string): void {
    const start = Math.min(one, other);
    const end = Math.max(one, other);
    this.#text = this.#text.slice(0, start) + newText + this.#text.slice(end);
    this.#lines.replace(start, end, newText.length, this.#text);
    this.#pending = merged(this.#pending, start, end, newText.length);
  }
}

/** The one stretch that covers what has been pending and the replacement of `[start, end)` by `length` units after it. */
function merged(pending: Pending | undefined, start: number, end: number, length: number): Pending {
  if (pending === undefined) return { start, end, length };
  const pendingEnd = pending.start + pending.length;
  const from = Math.min(pending.start, start);
  const to = Math.max(pendingEnd, end);
  return { start: from, end: pending.end + (to - pendingEnd), length: to - from + length - (end - start) };
}
