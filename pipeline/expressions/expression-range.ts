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
import type { TextRange } from '../text-range.ts';
import { tokenRange } from './parse.ts';

/** From the first to the last word of a part of an expression, without the brackets around it. */
export function expressionRange(expression: Expr, text: string): TextRange {
  const found = tokensOf(expression).map(token => tokenRange(text, token));
  const start = Math.min(...found.map(range => range.start));
  const end = Math.max(...found.map(range => range.end));
  if (found.length === 0) return { start: 0, end: text.length };
  const last = lastPart(expression);
  return { start, end: last instanceof FunctionCall || last instanceof IndexAccess ? closedEnd(text, end, last) : end };
}

function tokensOf(expression: Expr): readonly Token[] {
  if (expression instanceof Literal) return [expression.token];
  if (expression instanceof ContextAccess) return [expression.name];
  if (expression instanceof IndexAccess) return [...tokensOf(expression.expr), ...tokensOf(expression.index)];
  if (expression instanceof FunctionCall) return [expression.functionName, ...expression.args.flatMap(tokensOf)];
  if (expression instanceof Unary) return [expression.operator, ...tokensOf(expression.expr)];
  if (expression instanceof Binary) return [...tokensOf(expression.left), ...tokensOf(expression.right)];
  if (expression instanceof Logical) return expression.args.flatMap(tokensOf);
  return expression instanceof Grouping ? tokensOf(expression.group) : [];
}

function lastPart(expression: Expr): Expr {
  if (expression instanceof Binary) return lastPart(expression.right);
  if (expression instanceof Unary) return lastPart(expression.expr);
  const last = expression instanceof Logical ? expression.args.at(-1) : undefined;
  return last ? lastPart(last) : expression;
}

/** Behind the bracket that closes a call, or what stands in `[ ]`. */
function closedEnd(text: string, end: number, last: FunctionCall | IndexAccess): number {
  const sign = last instanceof FunctionCall ? /^[\s(]*\)/ : /^\s*\]/;
  return end + (sign.exec(text.slice(end))?.[0].length ?? 0);
}
