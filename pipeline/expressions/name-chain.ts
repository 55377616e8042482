import { ContextAccess, type Expr, IndexAccess, Literal } from '@actions/expressions/ast';
import { StringData } from '@actions/expressions/data/string';
import { type Token, TokenType } from '@actions/expressions/lexer';

/**
 * The tree of an expression that is nothing but names with dots between them, as most are: just what the parser makes of
 * it, in a tenth of the time. `undefined` for every other: then the parser has to look.
 */
export function nameChain(text: string): Expr | undefined {
  const found = chain.exec(text);
  if (!found) return undefined;
  const [, before = '', written = ''] = found;
  const names = written.split('.');
  const [first = ''] = names;
  if (names.length > mostNames || otherThanName.has(first)) return undefined;
  let start = before.length;
  let tree: Expr = new ContextAccess(nameAt(first, start));
  for (let index = 1; index < names.length; index++) {
    start += (names[index - 1]?.length ?? 0) + 1;
    const name = names[index] ?? '';
    tree = new IndexAccess(tree, new Literal(new StringData(name), nameAt(name, start)));
  }
  return tree;
}

const chain = /^([ \t]*)([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)[ \t]*$/;
/** Fewer than the parser allows. */
const mostNames = 16;
const otherThanName = new Set(['true', 'false', 'null', 'NaN', 'Infinity']);

function nameAt(lexeme: string, column: number): Token {
  const range = { start: { line: 0, column }, end: { line: 0, column: column + lexeme.length } };
  return { type: TokenType.IDENTIFIER, lexeme, range };
}
