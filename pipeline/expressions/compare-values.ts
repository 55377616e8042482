import { Binary, Literal } from '@actions/expressions/ast';
import { BooleanData } from '@actions/expressions/data/boolean';
import { Dictionary } from '@actions/expressions/data/dictionary';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { Null } from '@actions/expressions/data/null';
import { NumberData } from '@actions/expressions/data/number';
import { StringData } from '@actions/expressions/data/string';
import { Evaluator } from '@actions/expressions/evaluator';
import type { Token } from '@actions/expressions/lexer';

type Value = string | number | boolean | null;

/** So many pairs of values are compared; with more, the outcome counts as not known. */
const mostPairs = 400;

/** The outcomes that comparing any of some values with any of others can have; `undefined` where either are not known. */
export function comparisonsOf(
  operator: Token,
  left: readonly Value[] | undefined,
  right: readonly Value[] | undefined,
): readonly boolean[] | undefined {
  if (!left || !right || left.length * right.length > mostPairs) return undefined;
  const outcomes = new Set<boolean>();
  for (const one of left) {
    for (const other of right) {
      if (outcomes.size < 2) outcomes.add(compare(operator, one, other));
    }
  }
  return [...outcomes];
}

/** By the very rules of the expression language: texts without regard to case, other kinds as numbers. */
function compare(operator: Token, left: Value, right: Value): boolean {
  const tree = new Binary(new Literal(dataOf(left), operator), operator, new Literal(dataOf(right), operator));
  return new Evaluator(tree, new Dictionary()).evaluate().coerceString() === 'true';
}

/** A simple value as the evaluation of expressions takes it. */
export function dataOf(value: Value): ExpressionData {
  if (value === null) return new Null();
  if (typeof value === 'string') return new StringData(value);
  return typeof value === 'number' ? new NumberData(value) : new BooleanData(value);
}
