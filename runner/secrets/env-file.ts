import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { systemText } from '../system-text.ts';

/** The variables of a file with `NAME=value` lines, or a sentence on why it cannot be read. */
export type EnvFile = { readonly values: Readonly<Record<string, string>> } | { readonly error: string };

/** Reads the env file at `path`, which messages call `shown`. */
export function readEnvFile(path: string, shown: string): EnvFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { error: isMissing ? `There is no file ${shown}.` : `${shown} cannot be read: ${systemText(error)}.` };
  }
  return parseEnvFile(text, shown);
}

/**
 * Reads the text of an env file, as the dotenv library does: `NAME=value`, also behind `export`, values in '…', "…" (where
 * \n is a line break) or `…`, which may go over several lines, and comments behind #. `$NAME` in a value is no more than text.
 * What that library would pass over is told with its line.
 */
export function parseEnvFile(text: string, shown: string): EnvFile {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  for (let at = 0; at < plain.length; ) {
    const fault = faultAt(plain, at);
    if (typeof fault === 'string') return { error: `${shown}:${lineOf(plain, at)}: ${fault}` };
    at = fault;
  }
  return { values: parse(plain) };
}

const blank = /[^\S\n]*(#.*)?(\n|$)/y;
const entry = /[^\S\n]*(?:export[^\S\n]+)?([^\s=:#'"`]+)[^\S\n]*(?:=|:[^\S\n])[^\S\n]*/y;

/** What is wrong with the entry that begins at `start`, or where the next one begins. */
function faultAt(text: string, start: number): string | number {
  const empty = endOf(blank, text, start);
  if (empty !== undefined) return empty;
  entry.lastIndex = start;
  const [whole = '', name = ''] = entry.exec(text) ?? [];
  if (whole === '') return 'This is neither NAME=value nor a comment.';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return `\`${name}\` is no name for a variable: use letters, digits and _.`;
  const value = start + whole.length;
  const quote = text[value] ?? '';
  if (!`'"\``.includes(quote) || quote === '') return lineEnd(text, value);
  const closing = closingQuote(text, value);
  if (closing < 0) return `The value of ${name} begins with ${quote} and has no ${quote} at its end.`;
  return endOf(blank, text, closing + 1) ?? `Behind the value of ${name} there is something that is no comment.`;
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function closingQuote(text: string, opening: number): number {
  const quote = text[opening] ?? '';
  let closing = text.indexOf(quote, opening + 1);
  while (closing > 0 && text[closing - 1] === '\\') closing = text.indexOf(quote, closing + 1);
  return closing;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end + 1;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
