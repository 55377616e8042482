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
  | 'unknown-executor'
  | 'output-conflict'
  | 'unusable-pipeline'
  | 'unknown-key'
  | 'missing-needs'
  | 'unreachable-task'
  | 'secret-in-command'
  | 'mismatched-types'
  | 'constant-condition'
  | 'never-fires'
  | 'timeout-too-short'
  | 'missing-file'
  | 'redundant-dependency'
  | 'unused-param'
  | 'unused-output';

export type Severity = 'error' | 'warning' | 'hint';

/** How bad each problem is; a pipeline with an error does not run. */
export const severities: Readonly<Record<ProblemCode, Severity>> = {
  'yaml-syntax': 'error',
  'unknown-dependency': 'error',
  'dependency-cycle': 'error',
  'duplicate-task': 'error',
  'missing-run': 'error',
  'invalid-value': 'error',
  'invalid-duration': 'error',
  'invalid-cron': 'error',
  'unknown-reference': 'error',
  'undeclared-output': 'error',
  'not-upstream': 'error',
  'expression-syntax': 'error',
  'unknown-pool': 'error',
  'unknown-executor': 'error',
  'output-conflict': 'error',
  'unusable-pipeline': 'error',
  'unknown-key': 'warning',
  'missing-needs': 'warning',
  'unreachable-task': 'warning',
  'secret-in-command': 'warning',
  'mismatched-types': 'warning',
  'constant-condition': 'warning',
  'never-fires': 'warning',
  'timeout-too-short': 'warning',
  'missing-file': 'warning',
  'redundant-dependency': 'hint',
  'unused-param': 'hint',
  'unused-output': 'hint',
};

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

/** A problem with the severity that belongs to its code. */
export function problem(
  code: ProblemCode,
  range: TextRange,
  message: string,
  more: { readonly fixes?: readonly Fix[]; readonly related?: readonly RelatedPlace[] } = {},
): Problem {
  return { code, severity: severities[code], range, message, related: more.related ?? [], fixes: more.fixes ?? [] };
}

/** A mend that replaces one stretch of the text. */
export function replacement(title: string, range: TextRange, newText: string): Fix {
  return { title, edits: [{ range, newText }] };
}

/** The same problem in a text that begins `by` earlier. */
export function shiftProblem(original: Problem, by: number): Problem {
  const shift = ({ start, end }: TextRange) => ({ start: start + by, end: end + by });
  return {
    ...original,
    range: shift(original.range),
    related: original.related.map(place => ({ ...place, range: shift(place.range) })),
    fixes: original.fixes.map(fix => ({
      ...fix,
      edits: fix.edits.map(edit => ({ ...edit, range: shift(edit.range) })),
    })),
  };
}
