import type { Expr } from '@actions/expressions/ast';
import type { Condition } from '../checks/expression-words.ts';
import { expressionRange } from '../expressions/expression-range.ts';

/** How a part of a condition is written, for a message; shortened when it is long. */
export function wordsOf(part: Expr, { parsed }: Condition): string {
  const { start, end } = expressionRange(part, parsed.text);
  const text = parsed.text.slice(start, end);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
