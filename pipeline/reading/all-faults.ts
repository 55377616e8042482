import type { Fix } from '../problem.ts';
import { parseBounded } from './parse-bounded.ts';
import { type SyntaxFault, syntaxFault, type YamlFault } from './syntax-fault.ts';

/** A longer piece is searched for its first fault only, and of a shorter one no more than so many are told. */
const longest = 20_000;
const most = 12;

/**
 * Every fault of a piece of YAML, the first of `found` included. What follows a fault is most often its consequence: so
 * the line that is at fault is taken out, and only what is still wrong then is a fault of its own.
 */
export function allFaults(text: string, found: readonly YamlFault[]): readonly SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  let rest = text;
  let next = firstOf(found);
  while (next && faults.length < most) {
    const fault = atOpening(rest, syntaxFault(rest, next));
    if (faults.some(known => sameLine(text, known, fault))) break;
    faults.push(fault);
    const mended = text.length <= longest && !/\t/.test(lineOf(rest, fault)) ? withoutLine(rest, fault) : undefined;
    if (mended === undefined) break;
    rest = mended;
    next = firstOf(parseBounded(rest).faults);
  }
  return faults;
}

/** A quote or a bracket that is not closed is told of where its line ends, not where its lack is noticed. */
function atOpening(text: string, fault: SyntaxFault): SyntaxFault {
  if (!unclosed.test(fault.message) || text.length > longest) return fault;
  const line = unclosedBefore(text, fault.range.start, signsOf(fault.message));
  if (line === undefined) return fault;
  const end = line + text.slice(line, lineEnd(text, line)).trimEnd().length;
  const fixes = fault.fixes.length > 0 ? fault.fixes : closing(text, line, end, signsOf(fault.message));
  if (line === lineStart(text, fault.range.start)) return { ...fault, fixes };
  return { ...fault, fixes, range: { start: end - 1, end }, spoils: { start: line, end: fault.range.end } };
}

/** The mend for a line that lacks one sign at its end, and nothing else. */
function closing(text: string, start: number, end: number, opening: string): readonly Fix[] {
  const { length } = parseBounded(text).faults;
  const sign = [...opening]
    .map(open => closers[open] ?? open)
    .find(close => {
      const { faults } = parseBounded(text.slice(0, end) + close + text.slice(end));
      return faults.length < length && faults.every(({ pos: [at] }) => at < start || at > end + 1);
    });
  if (sign === undefined) return [];
  return [{ title: `Close it with ${sign}`, edits: [{ range: { start: end, end }, newText: sign }] }];
}

const closers: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

function signsOf(message: string): string {
  if (message.includes('double quote')) return '"';
  if (message.includes('single quote')) return "'";
  return message.includes('list') ? '[' : message.includes('map') ? '{' : '[{';
}

const unclosed = /^The closing|is missing before this/;

function firstOf(faults: readonly YamlFault[]): YamlFault | undefined {
  return faults.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
}

function sameLine(text: string, { range: one }: SyntaxFault, { range: other }: SyntaxFault): boolean {
  return lineStart(text, one.start) === lineStart(text, other.start);
}

/** The text, as long as before, with what is at fault made harmless: the value behind a key, or the whole line. */
function withoutLine(text: string, { range }: SyntaxFault): string | undefined {
  const start = lineStart(text, range.start);
  const words = text.slice(start, lineEnd(text, start));
  const key = keyBefore.exec(words);
  const isBehindKey = key?.[1] !== undefined && range.end > start + key[1].length;
  const harmless =
    isBehindKey && key[1] !== undefined && key[2] !== undefined
      ? key[1] + 'x'.repeat(key[2].length)
      : words.replace(/\S/, '#');
  return harmless === words ? undefined : text.slice(0, start) + harmless + text.slice(start + words.length);
}

const keyBefore = /^(\s*(?:-\s+)*(?:"[^"]*"|'[^']*'|[^\s:#'"{}[\],&*!@%`][^:#]*?):[ \t]+)(\S.*)$/;

function lineOf(text: string, { range }: SyntaxFault): string {
  const start = lineStart(text, range.start);
  return text.slice(start, lineEnd(text, start));
}

/** The nearest line above that opens a quote or a bracket and does not close it. */
function unclosedBefore(text: string, offset: number, signs: string): number | undefined {
  for (let line = lineStart(text, offset); ; line = lineStart(text, line - 1)) {
    const value = /:[ \t]+(["'[{].*)$/.exec(text.slice(line, lineEnd(text, line)))?.[1] ?? '';
    const open = value[0] ?? '';
    const close = open === '[' ? ']' : open === '{' ? '}' : open;
    if (
      open !== '' &&
      signs.includes(open) &&
      value.split(open).length - 1 !== (open === close ? 2 : value.split(close).length - 1)
    )
      return line;
    if (line === 0) return undefined;
  }
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}
