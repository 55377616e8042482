import type { EntrySyntax, ListSyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { taskKeys } from '../vocabulary/task-keys.ts';
import { readFlowValue, readPlain, readQuoted } from './simple-words.ts';

/**
 * Reads a piece of YAML that is written in the plain way most pipelines are: block maps and lists, one-line values,
 * literal scripts, comments, no anchors. It answers just what the whole reader would, in a tenth of the time, and
 * `undefined` for every text that is not certainly plain: then the whole reader has to look.
 */
export function readSimple(text: string): ValueSyntax | undefined {
  if (unusual.test(text)) return undefined;
  if (text.trimEnd() === 'tasks:') return heading;
  const lines = new Lines(text);
  if (lines.atEnd) return undefined;
  const value = readBlock(lines, lines.indent, 0);
  return lines.atEnd ? value : undefined;
}

/** The line above the tasks, which are pieces of their own. */
const heading: MapSyntax = {
  kind: 'map',
  range: { start: 0, end: 6 },
  entries: [{ key: { kind: 'scalar', range: { start: 0, end: 5 }, value: 'tasks', text: 'tasks', style: 'plain' } }],
  flow: false,
};

/** Tabs, carriage returns, control characters, surrogates. */
const unusual = /[^\n\x20-\x7e\u00a0-\ud7ff]/;
const deepest = 16;
/** YAML lets a key in front of a colon have 1,024 letters. */
const longestKey = 1000;

/** The lines of a text that are neither blank nor a comment, one after the other. */
class Lines {
  readonly text: string;
  /** Where the line begins and ends, without the spaces at its end. */
  start = 0;
  end = 0;
  /** How many spaces it begins with; -1 behind the last line. */
  indent = -1;
  #next = 0;

  constructor(text: string) {
    this.text = text;
    this.advance();
  }

  get atEnd(): boolean {
    return this.indent === -1;
  }

  /** Of a script, `#` begins a line like any other. */
  advance(isScript = false): void {
    const { text } = this;
    while (this.#next < text.length) {
      this.start = this.#next;
      const feed = text.indexOf('\n', this.start);
      this.#next = feed === -1 ? text.length : feed + 1;
      this.end = feed === -1 ? text.length : feed;
      let first = this.start;
      while (text.charCodeAt(first) === 32) first++;
      if (first >= this.end || (!isScript && text.charCodeAt(first) === hash)) continue;
      while (text.charCodeAt(this.end - 1) === 32) this.end--;
      this.indent = first - this.start;
      return;
    }
    this.indent = -1;
  }

  get isComment(): boolean {
    return this.text.charCodeAt(this.start + this.indent) === hash;
  }
}

const hash = 35;

function readBlock(lines: Lines, indent: number, depth: number): ValueSyntax | undefined {
  if (depth > deepest) return undefined;
  const first = lines.start + indent;
  if (flowBegins.test(lines.text.charAt(first))) return readLine(lines, first, indent);
  return isItem(lines) ? readList(lines, indent, depth) : readMap(lines, indent, depth);
}

const flowBegins = /[[{]/;

function isItem(lines: Lines): boolean {
  const first = lines.start + lines.indent;
  return lines.text.charCodeAt(first) === 45 && lines.text.charCodeAt(first + 1) === 32;
}

function readMap(lines: Lines, indent: number, depth: number): MapSyntax | undefined {
  const entries: EntrySyntax[] = [];
  const names = new Set<string>();
  const start = lines.start + indent;
  while (lines.indent === indent) {
    const entry = readEntry(lines, depth);
    if (!entry?.value || names.has(entry.key.text)) return undefined;
    names.add(entry.key.text);
    entries.push(entry);
  }
  if (lines.indent > indent) return undefined;
  const end = entries.at(-1)?.value?.range.end ?? start;
  // As long as it is: one that has grown keeps room for more.
  return { kind: 'map', range: { start, end }, entries: entries.slice(), flow: false };
}

const keyPattern = /[A-Za-z_][\w.-]*:(?: +|(?=\n)|$)/y;

function readEntry(lines: Lines, depth: number): EntrySyntax | undefined {
  const { text, indent } = lines;
  const start = lines.start + indent;
  keyPattern.lastIndex = start;
  if (!keyPattern.test(text)) return undefined;
  const end = text.indexOf(':', start);
  const written = text.slice(start, end);
  if (written.length > longestKey || otherThanText.has(written)) return undefined;
  const name = knownKeys.get(written) ?? written;
  const range = { start, end };
  const key: ScalarSyntax = { kind: 'scalar', range, value: name, text: name, style: 'plain' };
  const value = readAfter(lines, keyPattern.lastIndex, indent, depth);
  return value && { key, value };
}

/** Of a key that many tasks have one text is enough. */
const knownKeys = new Map(taskKeys.map(({ name }) => [name, name]));

/** Words that stand for something else when they stand in a text without quotes. */
const otherThanText = new Set(['null', 'Null', 'NULL', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE']);

/** Reads what stands behind a key from `at` on, in its line or below it, and goes on to the line after. */
function readAfter(lines: Lines, at: number, indent: number, depth: number): ValueSyntax | undefined {
  if (at < lines.end && lines.text.charCodeAt(at) !== hash) {
    if (lines.text.charCodeAt(at) === 124) return readLiteral(lines, at, indent);
    return readLine(lines, at, indent);
  }
  lines.advance();
  const isBelow = lines.indent > indent || (lines.indent === indent && isItem(lines));
  return isBelow ? readBlock(lines, lines.indent, depth + 1) : undefined;
}

function readList(lines: Lines, indent: number, depth: number): ListSyntax | undefined {
  const items: ValueSyntax[] = [];
  const start = lines.start + indent;
  while (lines.indent === indent && isItem(lines)) {
    let at = lines.start + indent + 2;
    while (lines.text.charCodeAt(at) === 32) at++;
    const item = readLine(lines, at, indent);
    if (!item) return undefined;
    items.push(item);
  }
  if (lines.indent > indent || (lines.indent === indent && depth === 0)) return undefined;
  return { kind: 'list', range: { start, end: items.at(-1)?.range.end ?? start }, items: items.slice(), flow: false };
}

/** A value that stands in one line, as its last thing before a comment. */
function readLine(lines: Lines, at: number, indent: number): ValueSyntax | undefined {
  const { text, end } = lines;
  const first = text.charAt(at);
  const value = flowBegins.test(first)
    ? readFlowValue(text, at, end, 0)
    : first === '"' || first === "'"
      ? readQuoted(text, at, end)
      : readPlain(text, at, plainEnd(text, at, end));
  if (!value || !isBehind(text, value.range.end, end)) return undefined;
  lines.advance();
  return lines.indent > indent ? undefined : value;
}

function plainEnd(text: string, at: number, lineEnd: number): number {
  // Only in the line: most texts have no comment, and would be searched to their end for each value.
  const comment = text.slice(at, lineEnd).indexOf(' #');
  let end = comment === -1 ? lineEnd : at + comment;
  while (end > at && text.charCodeAt(end - 1) === 32) end--;
  return end;
}

/** Whether nothing but a comment stands there until the end of the line. */
function isBehind(text: string, at: number, lineEnd: number): boolean {
  return at === lineEnd || (at < lineEnd && /^ +#/.test(text.slice(at, lineEnd)));
}

/** A script behind `|` or `|-`. */
function readLiteral(lines: Lines, at: number, indent: number): ScalarSyntax | undefined {
  const { text } = lines;
  const header = text.slice(at, lines.end);
  if (header !== '|' && header !== '|-') return undefined;
  const from = text.indexOf('\n', at) + 1;
  lines.advance(true);
  const inner = lines.indent;
  if (inner <= indent || lines.start !== from) return undefined;
  let end = lines.end;
  let feed = end;
  while (lines.indent > indent) {
    if (lines.indent < inner) return undefined;
    end = lines.end;
    feed = text.indexOf('\n', end);
    if (feed === -1) return undefined;
    lines.advance(true);
  }
  if (lines.isComment) lines.advance();
  const value = withoutIndent(text.slice(from, feed), inner) + (header === '|' ? '\n' : '');
  return { kind: 'scalar', range: { start: at, end }, value, text: value, style: 'block' };
}

function withoutIndent(block: string, indent: number): string {
  return block
    .split('\n')
    .map(line => line.slice(indent))
    .join('\n');
}
