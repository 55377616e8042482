import { type Analysis, analyse, reanalyse } from '../pipeline/analyse.ts';
import { EditedText } from '../pipeline/edited-text.ts';
import type { Problem } from '../pipeline/problem.ts';
import { LineStarts } from './line-starts.ts';
import { type Encoding, offsetAt, type PositionedText, type Range } from './position.ts';

/** One change of a text as the protocol tells it; without a range, the whole text is new. */
export interface Change {
  readonly range?: Range;
  readonly text: string;
}

/** A stretch of the text last analysed, and what stands there now. */
interface Pending {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Adds the problems that the text alone does not tell. */
export interface MoreProblems {
  readonly with: (analysis: Analysis) => readonly Problem[];
}

/** A text that is open in the editor: it follows the changes, and analyses when it is asked, once for all changes since. */
export class OpenDocument implements PositionedText {
  readonly uri: string;
  readonly encoding: Encoding;
  version: number;
  #source: EditedText;
  #lines: LineStarts;
  #analysis: Analysis | undefined;
  #pending: Pending | undefined;
  readonly #more: MoreProblems | undefined;

  constructor(uri: string, version: number, text: string, encoding: Encoding, more?: MoreProblems) {
    this.#more = more;
    this.uri = uri;
    this.version = version;
    this.encoding = encoding;
    this.#source = new EditedText(text);
    this.#lines = new LineStarts(text);
  }

  get text(): string {
    return this.#source.whole;
  }

  /** The same text, for whoever reads but a part of it. */
  get source(): EditedText {
    return this.#source;
  }

  get lines(): LineStarts {
    return this.#lines;
  }

  /** All that is wrong with the text of now, also what only the files around it tell. */
  get problems(): readonly Problem[] {
    return this.#more?.with(this.analysis) ?? this.analysis.problems;
  }

  /** What the text of now means; the part that did not change is used again. */
  get analysis(): Analysis {
    const pending = this.#pending;
    if (this.#analysis === undefined) {
      this.#analysis = analyse(this.#source.whole);
    } else if (pending !== undefined) {
      const { start, end, newText } = pending;
      this.#analysis = reanalyse(this.#analysis, { range: { start, end }, newText });
      this.#source = this.#analysis.source;
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
    this.#source = new EditedText(text);
    this.#lines = new LineStarts(text);
    this.#analysis = undefined;
    this.#pending = undefined;
  }

  #replace(one: number, other: number, newText: string): void {
    const start = Math.min(one, other);
    const end = Math.max(one, other);
    const before = this.#source;
    this.#lines.replace(before, start, end, newText);
    this.#pending = merged(this.#pending, before, { start, end, newText });
    this.#source = before.edited({ range: { start, end }, newText });
  }
}

/** The one edit that does what is pending and then `edit`, which is one of the text `before` it. */
function merged(pending: Pending | undefined, before: EditedText, edit: Pending): Pending {
  if (pending === undefined) return edit;
  const pendingEnd = pending.start + pending.newText.length;
  const start = Math.min(pending.start, edit.start);
  const end = Math.max(pendingEnd, edit.end);
  const newText = before.slice(start, edit.start) + edit.newText + before.slice(edit.end, end);
  return { start, end: pending.end + (end - pendingEnd), newText };
}
