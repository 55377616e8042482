import { Binary, Literal } from '@actions/expressions/ast';
import { Dictionary } from '@actions/expressions/data/dictionary';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { Kind } from '@actions/expressions/data/expressiondata';
import { Evaluator } from '@actions/expressions/evaluator';
import { truthy } from '@actions/expressions/result';
import { dataOf } from './compare-values.ts';
import type { Demand } from './condition-cases.ts';
import type { ValueType } from './value-type.ts';

/** So many demands on one value are tried; with more, they count as possible. */
const mostDemands = 12;

/**
 * Whether one value can meet all `demands`, which are on the same part of an expression. It is tried with values around
 * all those that it is compared with, by the very rules of the language: false only when there is certainly none.
 */
export function isPossible(demands: readonly Demand[], type: ValueType): boolean {
  if (demands.length > mostDemands) return true;
  const literals = demands.flatMap(({ compared }) => compared?.literal.literal ?? []);
  return candidates(literals, type).some(value => demands.every(demand => meets(value, demand)));
}

function meets(value: ExpressionData, { compared, holds }: Demand): boolean {
  if (!compared) return truthy(value) === holds;
  const { operator, literal, turned } = compared;
  const own = new Literal(value, operator);
  const tree = turned ? new Binary(literal, operator, own) : new Binary(own, operator, literal);
  return truthy(new Evaluator(tree, new Dictionary()).evaluate()) === holds;
}

/** Of every kind of value that behaves differently in these comparisons at least one. */
function candidates(literals: readonly ExpressionData[], { kind, values, limits }: ValueType): ExpressionData[] {
  if (values) return values.map(dataOf);
  const numbers = numbersAround(literals, limits?.least, limits?.most);
  if (limits) return numbers.map(dataOf);
  const is = (one: ValueType['kind']) => kind === one || kind === 'unknown';
  return [
    ...(is('number') ? numbers : []).map(dataOf),
    ...(is('string') ? [...textsAround(literals), ...numbers.map(String)] : []).map(dataOf),
    ...(is('boolean') ? [true, false] : []).map(dataOf),
    ...(is('list') || is('object') ? [new Dictionary()] : []),
    // What a task gives is absent when it did not run, and so may be what stands in the environment.
    dataOf(null),
  ];
}

function numbersAround(literals: readonly ExpressionData[], least = -Number.MAX_VALUE, most = Number.MAX_VALUE) {
  const given = literals.map(literal => literal.number()).filter(Number.isFinite);
  const sorted = [...new Set([least, ...given, 0, 1, most])].sort((a, b) => a - b);
  const between = sorted.flatMap((one, index) => {
    const next = sorted[index + 1] ?? one;
    const middle = one + (next / 2 - one / 2);
    return [one, middle, one + (middle / 2 - one / 2), middle + (next / 2 - middle / 2)];
  });
  return between.filter(number => number >= least && number <= most);
}

/** The texts themselves, and the first ones behind each. */
function textsAround(literals: readonly ExpressionData[]): readonly string[] {
  const given = literals.filter(({ kind }) => kind === Kind.String).map(literal => literal.coerceString());
  const behind = Array.from(given, (_, count) => '\0'.repeat(count + 1));
  return ['', ...given.flatMap(text => [text, ...behind.map(more => text + more)]), '\uffff\uffff'];
}
