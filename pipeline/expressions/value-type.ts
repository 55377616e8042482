import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast';
import { Kind } from '@actions/expressions/data/expressiondata';
import type { Json } from '../pipeline.ts';
import { expressionFunctions } from '../vocabulary/expression-words.ts';
import { comparisonsOf } from './compare-values.ts';

/** What is known of a value before it is there: its kind, and all values that it can have when those are few. */
export interface ValueType {
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'list' | 'object' | 'unknown';
  readonly values?: readonly (string | number | boolean | null)[];
  /** Of a number that is always there: the least and the greatest that it can be. */
  readonly limits?: { readonly least: number; readonly most: number };
}

/** What a chain of names reads, as far as it is known. */
export type TypeOfReference = (reference: Expr) => ValueType;

/** Nothing is known. */
export const unknownType: ValueType = { kind: 'unknown' };

/** What is known of the value of an expression; `reference` is asked for each chain of names in it. */
export function valueType(expression: Expr, reference: TypeOfReference): ValueType {
  if (expression instanceof Literal) return literalType(expression);
  if (expression instanceof Grouping) return valueType(expression.group, reference);
  if (expression instanceof ContextAccess || expression instanceof IndexAccess) return reference(expression);
  if (expression instanceof Unary) return negated(valueType(expression.expr, reference));
  if (expression instanceof Binary) {
    const left = valueType(expression.left, reference);
    const right = valueType(expression.right, reference);
    const outcomes = comparisonsOf(expression.operator, left.values, right.values);
    return outcomes ? { kind: 'boolean', values: outcomes } : { kind: 'boolean' };
  }
  if (expression instanceof Logical) return logicalType(expression, reference);
  if (expression instanceof FunctionCall) return callType(expression);
  return unknownType;
}

/** Whether a value counts as true in a condition: `undefined` when it may be either. */
export function constantTruth(type: ValueType): boolean | undefined {
  if (type.kind === 'list' || type.kind === 'object') return true;
  const truths = new Set(type.values?.map(isTrue));
  return truths.size === 1 ? truths.has(true) : undefined;
}

function literalType({ literal }: Literal): ValueType {
  switch (literal.kind) {
    case Kind.Null:
      return { kind: 'null', values: [null] };
    case Kind.Boolean:
      return { kind: 'boolean', values: [literal.coerceString() === 'true'] };
    case Kind.Number:
      return { kind: 'number', values: [literal.number()] };
    case Kind.String:
      return { kind: 'string', values: [literal.coerceString()] };
    default:
      return unknownType;
  }
}

function negated(type: ValueType): ValueType {
  const truth = constantTruth(type);
  return truth === undefined ? { kind: 'boolean' } : { kind: 'boolean', values: [!truth] };
}

/** `&&` and `||` give one of their values: the first that decides, else the last. */
function logicalType({ operator, args }: Logical, reference: TypeOfReference): ValueType {
  const deciding = operator.lexeme === '||';
  const possible: ValueType[] = [];
  for (const [index, argument] of args.entries()) {
    const type = valueType(argument, reference);
    const truth = constantTruth(type);
    if (index < args.length - 1 && truth === !deciding) continue;
    possible.push(type);
    if (truth === deciding) break;
  }
  const [first, ...others] = possible;
  if (!first) return unknownType;
  if (others.length === 0) return first;
  const last = possible.at(-1);
  if (last && constantTruth(last) === deciding && possible.every(type => type.kind === 'boolean')) {
    return { kind: 'boolean', values: [deciding] };
  }
  return others.every(type => type.kind === first.kind) ? { kind: first.kind } : unknownType;
}

function callType({ functionName }: FunctionCall): ValueType {
  const name = functionName.lexeme.toLowerCase();
  const known = expressionFunctions.find(candidate => candidate.name.toLowerCase() === name);
  return known ? { kind: known.returns } : unknownType;
}

function isTrue(value: Json): boolean {
  return value !== null && value !== false && value !== 0 && value !== '' && !Number.isNaN(value);
}
