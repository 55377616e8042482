import type { TextRange } from './text-range.ts';

/**
 * The words of a pipeline file with their places, also of a file that is broken or half typed.
 *
 * Ranges inside a `TaskBlock` count from the beginning of its task (`TaskSyntax.start`), so that a block which an edit
 * did not touch is used again as it is, wherever it has moved to. All other ranges count from the beginning of the text.
 */
export interface PipelineSyntax {
  /** The top-level entries in the order of the file; the one of `tasks` has no `value` here: see `tasks`. */
  readonly entries: readonly EntrySyntax[];
  /** In the order of the file, duplicates included. */
  readonly tasks: readonly TaskSyntax[];
  /** The first task of each name. */
  readonly tasksByName: ReadonlyMap<string, TaskSyntax>;
}

/** One task at its place: `start` is where its block begins in the text. */
export interface TaskSyntax {
  readonly start: number;
  readonly block: TaskBlock;
}

/** One task by itself: everything that can be known of it without looking at another. */
export interface TaskBlock {
  /** From the first letter of its name to the end of its last word. */
  readonly range: TextRange;
  readonly name: ScalarSyntax;
  /** What stands behind the name; a map unless the user's text is wrong. */
  readonly body?: ValueSyntax;
  /** The names in `needs`, each with its place. */
  readonly needs: readonly ScalarSyntax[];
  /** Every `${{ … }}`, and the whole of `if`. */
  readonly expressions: readonly ExpressionSyntax[];
}

export type ValueSyntax = ScalarSyntax | MapSyntax | ListSyntax;

export interface ScalarSyntax {
  readonly kind: 'scalar';
  /** With its quotes. */
  readonly range: TextRange;
  readonly value: string | number | boolean | null;
  /** What it says as a text: of a plain scalar the very letters, so that `1.10` is not `1.1`. */
  readonly text: string;
  readonly style: 'plain' | 'single-quoted' | 'double-quoted' | 'block';
}

export interface MapSyntax {
  readonly kind: 'map';
  readonly range: TextRange;
  readonly entries: readonly EntrySyntax[];
  readonly flow: boolean;
}

export interface ListSyntax {
  readonly kind: 'list';
  readonly range: TextRange;
  readonly items: readonly ValueSyntax[];
  readonly flow: boolean;
}

export interface EntrySyntax {
  readonly key: ScalarSyntax;
  readonly value?: ValueSyntax;
}

/** An expression where it stands: `range` covers `text`, without the `${{` and `}}`. */
export interface ExpressionSyntax {
  readonly range: TextRange;
  readonly text: string;
  /** The keys from the task (or the file) down to it: `['env', 'REGION']`. */
  readonly path: readonly string[];
}
