import type { TextRange } from './text-range.ts';

/** What may be wrong with a pipeline file; each code has a section in `docs/problems.md`. */
export type ProblemCode =
  | 'yaml-syntax'
  | 'unknown-dependency'
  | 'dependency-cycle'
  | 'duplicate-task'
  | 'missing-run'
  | 'invalid-value'
  | 'invalid-duration'
  | 'invalid-cron'
  | 'unknown-reference'
  | 'undeclared-output'
  | 'not-upstream'
  | 'expression-syntax'
  | 'unknown-pool'
  | 'output-conflict'
  | 'unknown-key'
  | 'missing-needs'
  | 'unreachable-task'
  | 'secret-in-command'
  | 'redundant-dependency'
  | 'unused-param'
  | 'unused-output';

export type Severity = 'error' | 'warning' | 'hint';

/** Another place that explains a problem: a hop of a cycle, the first of two tasks with one name. */
export interface RelatedPlace {
  readonly range: TextRange;
  readonly message: string;
}

/** One replacement of a stretch of the text. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** A mend the user may choose; its edits do not overlap and belong to the text that was analysed. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** One thing the user's text says wrongly: what, where, and how to mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly range: TextRange;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** The best first. */
  readonly fixes: readonly Fix[];
}
