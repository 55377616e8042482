/** A step from the top of the file down to a place: a key, or 0 for an item of a list. */
export type Step = string | number;

/** A `key:` or a `- ` that opens what stands behind it. */
export interface Opener {
  readonly step: Step;
  /** Of its first letter, in its line. */
  readonly column: number;
  /** The offset behind its colon or dash. */
  readonly end: number;
  /** The offset of its value: behind the spaces, an anchor and a tag. */
  readonly value: number;
}

/** One line of YAML read by itself, without knowing what stands above it. */
export interface Line {
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
  /** The offset of the first letter, or `end`. */
  readonly content: number;
}

const keyPattern = /(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s#[\]{},"'|>%@`&*!][^\n]*?))[ \t]*:(?=\s|$)/y;
const propertiesPattern = /[ \t]*(?:[&!][^\s]*[ \t]+)*/y;

/** Reads the line that holds `offset`. Linear in its length. */
export function lineAt(text: string, offset: number): Line {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const last = next === -1 ? text.length : next;
  const end = last > start && text[last - 1] === '\r' ? last - 1 : last;
  return { start, end, content: skipSpaces(text, start, end) };
}

/** The line above, or nothing at the top. */
export function lineAbove(text: string, line: Line): Line | undefined {
  return line.start === 0 ? undefined : lineAt(text, line.start - 1);
}

/** The line below, or nothing at the bottom. */
export function lineBelow(text: string, line: Line): Line | undefined {
  const next = text.indexOf('\n', line.end);
  return next === -1 ? undefined : lineAt(text, next + 1);
}

/** Whether there is nothing but space or a comment on it. */
export function isEmpty(text: string, line: Line): boolean {
  return line.content === line.end || text[line.content] === '#';
}

/** How far the first letter stands from the margin. */
export function indentOf(line: Line): number {
  return line.content - line.start;
}

/** What opens on a line, from left to right. */
export function openersOf(text: string, { start, content, end }: Line): readonly Opener[] {
  const openers: Opener[] = [];
  let at = content;
  while (text[at] === '-' && (at + 1 >= end || text[at + 1] === ' ')) {
    const value = behindProperties(text, at + 1, end);
    openers.push({ step: 0, column: at - start, end: at + 1, value });
    at = value;
  }
  keyPattern.lastIndex = at;
  const match = at < end ? keyPattern.exec(text) : null;
  if (match && keyPattern.lastIndex <= end) {
    const step = match[1] ?? match[2] ?? match[3] ?? '';
    const colon = at + match[0].length;
    openers.push({ step, column: at - start, end: colon, value: behindProperties(text, colon, end) });
  }
  return openers;
}

function behindProperties(text: string, from: number, end: number): number {
  propertiesPattern.lastIndex = from;
  const length = propertiesPattern.exec(text)?.[0].length ?? 0;
  return Math.min(from + length, end);
}

function skipSpaces(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}
