import type { TextRange } from '../../pipeline/text-range.ts';

/** What is told about a stretch of the text, as Markdown. */
export interface Hover {
  readonly range: TextRange;
  readonly markdown: string;
  /** The task that it is about, when it is about one. */
  readonly task?: string;
}
