import { Binary, type Expr, FunctionCall, Grouping, IndexAccess, Logical, Unary } from '@actions/expressions/ast';

/** The expressions that one is directly made of, from left to right. */
export function partsOf(expression: Expr): readonly Expr[] {
  if (expression instanceof Grouping) return [expression.group];
  if (expression instanceof Unary) return [expression.expr];
  if (expression instanceof Binary) return [expression.left, expression.right];
  if (expression instanceof IndexAccess) return [expression.expr, expression.index];
  return expression instanceof Logical || expression instanceof FunctionCall ? expression.args : none;
}

const none: readonly Expr[] = [];
