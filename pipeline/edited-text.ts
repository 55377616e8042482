import type { TextEdit } from './problem.ts';

/** A text of which parts can be read; a string is one. */
export interface TextParts {
  readonly length: number;
  slice(start: number, end: number): string;
}

/** So much may be typed in one place before the whole text is made again. */
const mostNew = 50_000;

/**
 * A text as one edit of another. Its parts are read without making the whole, which would cost as much as the text is
 * long: many small edits near each other cost what they change.
 */
export class EditedText implements TextParts {
  readonly length: number;
  readonly #base: string;
  readonly #start: number;
  readonly #end: number;
  readonly #newText: string;
  #whole: string | undefined;

  /** Without an edit it is `base` itself. */
  constructor(base: string, edit?: TextEdit) {
    const { range, newText } = edit ?? noEdit;
    const { start, end } = range;
    if (!edit) this.#whole = base;
    this.#base = base;
    this.#start = start;
    this.#end = end;
    this.#newText = newText;
    this.length = base.length - (end - start) + newText.length;
  }

  /** The whole text, made when it is first asked for. */
  get whole(): string {
    this.#whole ??= this.slice(0, this.length);
    return this.#whole;
  }

  /** The part of the text from `start` to `end`, both within it. */
  slice(start: number, end: number): string {
    if (this.#whole !== undefined) return this.#whole.slice(start, end);
    const newEnd = this.#start + this.#newText.length;
    const moved = this.#end - newEnd;
    if (end <= this.#start) return this.#base.slice(start, end);
    if (start >= newEnd) return this.#base.slice(start + moved, end + moved);
    return (
      this.#base.slice(start, Math.max(start, this.#start)) +
      this.#newText.slice(Math.max(0, start - this.#start), end - this.#start) +
      this.#base.slice(this.#end, Math.max(this.#end, end + moved))
    );
  }

  /** The text after one more edit. */
  edited(edit: TextEdit): EditedText {
    if (this.#whole !== undefined) return new EditedText(this.#whole, edit);
    const newEnd = this.#start + this.#newText.length;
    const start = Math.min(this.#start, edit.range.start);
    const end = Math.max(newEnd, edit.range.end);
    if (end - start > mostNew) return new EditedText(this.whole, edit);
    const newText = this.slice(start, edit.range.start) + edit.newText + this.slice(edit.range.end, end);
    return new EditedText(this.#base, { range: { start, end: end - newEnd + this.#end }, newText });
  }
}

const noEdit: TextEdit = { range: { start: 0, end: 0 }, newText: '' };
