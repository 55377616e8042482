import type { TextRange } from '../../pipeline/text-range.ts';

/** What a proposal is; it decides the icon. */
export type CompletionKind =
  | 'key'
  | 'task'
  | 'value'
  | 'param'
  | 'output'
  | 'variable'
  | 'context'
  | 'function'
  | 'file'
  | 'snippet';

/** One proposal for the word at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Beside the label, in a few words. */
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  /** What it replaces. */
  readonly range: TextRange;
  /** What it writes; lines after the first are indented like the first. */
  readonly insert: string;
  /** What of `insert` is selected afterwards, to type on; without it the cursor stands behind it. */
  readonly select?: TextRange;
  /** Whether proposals should be asked for again, because a word of the language follows. */
  readonly again?: boolean;
}
