import type { Expr } from '@actions/expressions/ast';
import { ExpressionError, MAX_EXPRESSION_LENGTH, MAX_PARSER_DEPTH } from '@actions/expressions/errors';
import { Lexer, type Token, TokenType } from '@actions/expressions/lexer';
import { Parser } from '@actions/expressions/parser';
import type { TextRange } from '../text-range.ts';
import { expressionFunctions } from '../vocabulary/expression-words.ts';
import { nameChain } from './name-chain.ts';

/** An expression that can be evaluated, or what is wrong with it and where, counted from its beginning. */
export type ParsedExpression =
  | { readonly ok: true; readonly text: string; readonly tree: Expr }
  | { readonly ok: false; readonly message: string; readonly range: TextRange };

/**
 * Parses one expression, without `${{ }}`. Names of contexts and functions are not judged here: see `references`.
 * Never throws.
 */
export function parseExpression(text: string): ParsedExpression {
  const chain = nameChain(text);
  if (chain) return { ok: true, text, tree: chain };
  if (text.trim() === '') return failure('The expression is empty.', 0, text.length);
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return failure(`The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`, 0, text.length);
  }
  let tokens: Token[];
  try {
    tokens = new Lexer(text).lex().tokens;
  } catch (error) {
    return lexerFailure(text, error);
  }
  try {
    const parser = new Parser(tokens.map(unquoted), identifiers(tokens), unknownFunctions(tokens));
    return { ok: true, text, tree: parser.parse() };
  } catch (error) {
    return parserFailure(text, tokens, error);
  }
}

/** Where a token stands in the text of its expression. */
export function tokenRange(text: string, token: Token): TextRange {
  const start = offsetOf(text, token.range.start);
  return { start, end: Math.min(text.length, start + token.lexeme.length) };
}

function offsetOf(text: string, place: { readonly line: number; readonly column: number }): number {
  let lineStart = 0;
  for (let line = 0; line < place.line; line++) lineStart = text.indexOf('\n', lineStart) + 1;
  return lineStart + place.column;
}

/** The library takes only the first doubled quote of a string for one. */
function unquoted(token: Token): Token {
  if (token.type !== TokenType.STRING) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

function identifiers(tokens: readonly Token[]): string[] {
  return tokens.filter(token => token.type === TokenType.IDENTIFIER).map(token => token.lexeme);
}

/** The library throws for every function it does not know: `references` names them instead, all at once. */
function unknownFunctions(tokens: readonly Token[]) {
  return identifiers(tokens).map(name => {
    const known = expressionFunctions.find(candidate => candidate.name.toLowerCase() === name.toLowerCase());
    return { name, minArgs: known?.minimumArguments ?? 0, maxArgs: known?.maximumArguments ?? Number.MAX_SAFE_INTEGER };
  });
}

function lexerFailure(text: string, error: unknown): ParsedExpression {
  const position = /Located at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const start = Math.min(position === undefined ? 0 : Number(position) - 1, Math.max(0, text.length - 1));
  const rest = text.slice(start);
  if (rest.startsWith("'")) {
    return failure("This text in quotes is not closed: put a ' behind it.", start, text.trimEnd().length);
  }
  const word = /^(?:"[^"]*"?|[^\s()[\],.!<>=&|]+)/.exec(rest)?.[0] ?? rest.slice(0, 1);
  if (word.startsWith('"')) {
    return failure('A text in an expression stands in single quotes: \'…\', not "…".', start, start + word.length);
  }
  return failure(`${quote(word)} is not understood here.${advice(word)}`, start, start + word.length);
}

/** Words of Python and SQL. */
const signs: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', is: '==' };

function advice(word: string): string {
  const sign = Object.hasOwn(signs, word.toLowerCase()) ? signs[word.toLowerCase()] : undefined;
  if (sign !== undefined) return ` Write "${sign}".`;
  if (word === '=') return ' To compare, write "==".';
  if (word === '&') return ' To join conditions, write "&&".';
  if (word === '|') return ' For one condition or the other, write "||".';
  if (/^[+*/%-]/.test(word)) return ' Expressions do not calculate: do that in the script.';
  if (/^[\p{L}\p{N}]/u.test(word))
    return " A name with other signs than a-z, 0-9, _ and - stands in brackets: tasks['name'].status.";
  if (word.startsWith('$')) return ' Write one expression, without a "${{" inside.';
  return '';
}

function parserFailure(text: string, tokens: readonly Token[], error: unknown): ParsedExpression {
  if (!(error instanceof ExpressionError)) throw error;
  const at = offsetOf(text, error.pos);
  const token = tokens.find(candidate => candidate.type !== TokenType.EOF && tokenRange(text, candidate).start === at);
  const trimmedEnd = text.trimEnd().length;
  const called = expressionFunctions.find(known => known.name.toLowerCase() === token?.lexeme.toLowerCase());
  if (error.message.startsWith('Exceeded max')) {
    return failure(`The expression is nested deeper than ${MAX_PARSER_DEPTH} levels.`, 0, trimmedEnd);
  }
  if (/^(?:Too few|Too many|Even number)/.test(error.message)) {
    const how = called ? ` Write ${called.signature}.` : '';
    const range = token ? tokenRange(text, token) : { start: at, end: trimmedEnd };
    return failure(`The number of arguments is wrong.${how}`, range.start, range.end);
  }
  if (!token || error.message.startsWith('Unexpected end')) {
    return failure(
      'The expression ends too early: something is missing here.',
      Math.max(0, trimmedEnd - 1),
      trimmedEnd,
    );
  }
  const range = tokenRange(text, token);
  return failure(`${quote(token.lexeme)} is not expected here.${advice(token.lexeme)}`, range.start, range.end);
}

function quote(word: string): string {
  return word.includes('"') ? word : `"${word}"`;
}

function failure(message: string, start: number, end: number): ParsedExpression {
  return { ok: false, message, range: { start, end: Math.max(start, end) } };
}
