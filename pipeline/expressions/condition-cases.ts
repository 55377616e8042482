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
import type { Token } from '@actions/expressions/lexer';
import { partsOf } from './parts.ts';

/** One thing that must hold, or must not, of the value of one part of an expression. */
export interface Demand {
  /** What the value is of, the same for parts that are written alike. */
  readonly subject: string;
  readonly part: Expr;
  /** What the part is compared with; without it, it is asked whether the part counts as true. `turned`: it stands behind. */
  readonly compared?: { readonly operator: Token; readonly literal: Literal; readonly turned: boolean };
  readonly holds: boolean;
}

/** Beyond so many ways nothing is told. */
const mostCases = 64;

/**
 * The ways in which expressions can all come to count as true, or all as false: in each, all its demands are met.
 * `undefined` when there are too many of them.
 */
export function casesOf(expressions: readonly Expr[], truth: boolean): readonly Case[] | undefined {
  let cases: readonly Case[] = [[]];
  for (const expression of expressions) {
    const own = casesOfOne(expression, truth);
    if (!own) return undefined;
    cases = cases.flatMap(one => own.map(other => [...one, ...other]));
    if (cases.length > mostCases) return undefined;
  }
  return cases;
}

type Case = readonly Demand[];

function casesOfOne(expression: Expr, truth: boolean): readonly Case[] | undefined {
  if (expression instanceof Grouping) return casesOfOne(expression.group, truth);
  if (expression instanceof Unary) return casesOfOne(expression.expr, !truth);
  if (!(expression instanceof Logical)) return [demandsOf(expression, truth)];
  if ((expression.operator.lexeme === '&&') === truth) return casesOf(expression.args, truth);
  const each = expression.args.map(part => casesOfOne(part, truth));
  const known = each.filter(part => part !== undefined);
  return known.length === each.length ? known.flat() : undefined;
}

function demandsOf(expression: Expr, holds: boolean): readonly Demand[] {
  if (expression instanceof Binary) {
    const { left, operator, right } = expression;
    const turned = left instanceof Literal;
    const [part, literal] = turned ? [right, left] : [left, right];
    if (literal instanceof Literal) return demand(part, holds, { operator, literal, turned });
  }
  return demand(expression, holds);
}

function demand(part: Expr, holds: boolean, compared?: Demand['compared']): readonly Demand[] {
  const subject = writtenAlike(part);
  return subject === undefined ? [] : [{ subject, part, holds, ...(compared ? { compared } : {}) }];
}

/** The same text for all ways to write the same; nothing for what is not understood. Names are found in any case. */
function writtenAlike(expression: Expr): string | undefined {
  if (expression instanceof Grouping) return writtenAlike(expression.group);
  if (expression instanceof Literal)
    return JSON.stringify([expression.literal.kind, expression.literal.coerceString()]);
  if (expression instanceof ContextAccess) return expression.name.lexeme.toLowerCase();
  const sign = signOf(expression);
  const parts = partsOf(expression).map(writtenAlike);
  return sign !== undefined && parts.every(part => part !== undefined) ? `${sign}(${parts.join(' ')})` : undefined;
}

function signOf(expression: Expr): string | undefined {
  if (expression instanceof FunctionCall) return expression.functionName.lexeme.toLowerCase();
  if (expression instanceof Binary || expression instanceof Logical || expression instanceof Unary)
    return expression.operator.lexeme;
  return expression instanceof IndexAccess ? 'of' : undefined;
}
