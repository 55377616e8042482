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
import type { TextRange } from '../text-range.ts';
import { type ParsedExpression, tokenRange } from './parse.ts';

/** A name in an expression; `range` counts from the expression's beginning. */
export interface NameInExpression {
  readonly name: string;
  readonly range: TextRange;
}

/** A chain of names that begins with a context: `tasks.train.outputs.accuracy`. */
export interface Reference {
  readonly context: NameInExpression;
  readonly steps: readonly NameInExpression[];
  /** False when the chain goes on with something known only while it runs: `params[matrix.key]`, `tasks.*`. */
  readonly complete: boolean;
}

/** Every name that an expression uses. */
export interface UsedNames {
  readonly references: readonly Reference[];
  readonly functions: readonly NameInExpression[];
}

/** Finds what a parsed expression refers to, in the order in which it is written. */
export function usedNames(parsed: Extract<ParsedExpression, { ok: true }>): UsedNames {
  const references: Reference[] = [];
  const functions: NameInExpression[] = [];
  const visit = (expression: Expr): void => {
    if (expression instanceof ContextAccess || expression instanceof IndexAccess) {
      const chain = referenceOf(expression, parsed.text, visit);
      if (chain) references.push(chain);
    } else if (expression instanceof FunctionCall) {
      const { functionName } = expression;
      functions.push({ name: functionName.lexeme, range: tokenRange(parsed.text, functionName) });
      for (const argument of expression.args) visit(argument);
    } else if (expression instanceof Unary) visit(expression.expr);
    else if (expression instanceof Binary) {
      visit(expression.left);
      visit(expression.right);
    } else if (expression instanceof Logical) {
      for (const argument of expression.args) visit(argument);
    } else if (expression instanceof Grouping) visit(expression.group);
  };
  visit(parsed.tree);
  return { references, functions };
}

/** The names of a chain such as `tasks.train.status`; nothing for one that goes on with what is known only while it runs. */
export function namesOfChain(expression: Expr): readonly string[] | undefined {
  if (expression instanceof ContextAccess) return [expression.name.lexeme];
  if (!(expression instanceof IndexAccess) || !(expression.index instanceof Literal)) return undefined;
  const before = namesOfChain(expression.expr);
  const { literal } = expression.index;
  return before && literal.kind === Kind.String ? [...before, literal.coerceString()] : undefined;
}

/** The chain that ends with `expression`; what stands in brackets and behind a call is visited by itself. */
function referenceOf(expression: Expr, text: string, visit: (inner: Expr) => void): Reference | undefined {
  if (expression instanceof ContextAccess) {
    const { name } = expression;
    return { context: { name: name.lexeme, range: tokenRange(text, name) }, steps: [], complete: true };
  }
  if (!(expression instanceof IndexAccess)) {
    visit(expression);
    return undefined;
  }
  const before = referenceOf(expression.expr, text, visit);
  const { index } = expression;
  const literal = index instanceof Literal && index.literal.kind === Kind.String ? index : undefined;
  if (!literal && !(index instanceof Literal)) visit(index);
  if (!before) return undefined;
  if (!literal || !before.complete) return { ...before, complete: false };
  const step = { name: literal.literal.coerceString(), range: tokenRange(text, literal.token) };
  return { ...before, steps: [...before.steps, step] };
}
