import { type Analysis, analyse, reanalyse } from '../../pipeline/analyse.ts';
import type { Fix, Problem, ProblemCode, TextEdit } from '../../pipeline/problem.ts';

/** The first mend of every problem, or of every one of a kind, as far as they do not touch each other. */
export function fixAll(problems: readonly Problem[], code?: ProblemCode): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const taken = new Set<string>();
  for (const problem of problems) {
    const [fix] = problem.fixes;
    if (!fix || (code !== undefined && problem.code !== code)) continue;
    const isNew = fix.edits.every(edit => !edits.some(other => touch(edit, other)));
    const key = JSON.stringify(fix.edits);
    if (!isNew || taken.has(key)) continue;
    taken.add(key);
    for (const edit of fix.edits) edits.push(edit);
    if (edits.length > most) break;
  }
  return edits;
}

/** The text after some edits that do not overlap. */
export function edited(text: string, edits: Fix['edits']): string {
  let result = text;
  for (const { range, newText } of edits.toSorted((a, b) => b.range.start - a.range.start)) {
    result = result.slice(0, range.start) + newText + result.slice(range.end);
  }
  return result;
}

/** Whether edits leave no more errors than there were: an action that was guessed is offered only then. */
export function bringsNoError(analysis: Analysis, edits: Fix['edits']): boolean {
  const [only] = edits;
  const after = only && edits.length === 1 ? reanalyse(analysis, only) : analyse(edited(analysis.text, edits));
  return errorsIn(after) <= errorsIn(analysis);
}

function errorsIn({ problems }: Analysis): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

const most = 2000;

function touch(a: TextEdit, b: TextEdit): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end;
}
