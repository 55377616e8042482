import type { Fix, Problem } from '../problem.ts';
import type { TextRange } from '../text-range.ts';
import { quote, unquotedValue } from './unquoted-value.ts';
import { withoutTabs } from './without-tabs.ts';

/** What is wrong with the YAML itself, or with a value; ranges count from the beginning of the piece that was read. */
export interface SyntaxFault {
  readonly range: TextRange;
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** It says that a key stands there twice; for tasks there is a better word. */
  readonly repeatedKey?: boolean;
  /** What is misread because of it, where that is more than its own lines. */
  readonly spoils?: TextRange;
}

/** What the YAML library reports; `code` is one of its error codes. */
export interface YamlFault {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** Says a fault of the YAML library in plain words, with a mend where it is sure. `text` is the piece that was read. */
export function syntaxFault(text: string, fault: YamlFault): SyntaxFault {
  const range = visibleRange(text, fault.pos[0], fault.pos[1]);
  const line = lineAround(text, range.start);
  const words = text.slice(line.start, line.end);
  if (fault.code === 'TAB_AS_INDENT' || /^ *\t/.test(words)) return tabFault(text, line);
  const value = unquotedValue(text, line, range.start);
  const isColon =
    fault.code === 'BLOCK_AS_IMPLICIT_KEY' &&
    /: /.test(text.slice(value.start, value.end).replace(/\$\{\{.*?\}\}/g, ''));
  if (isColon && !/^[[{]/.test(text.slice(value.start, value.end))) return colonFault(text, line, range);
  if (needsQuotes(text.slice(value.start, value.end), fault.code)) return unquotedFault(text, value);
  if (fault.code === 'BLOCK_AS_IMPLICIT_KEY') return colonFault(text, line, range);
  if (fault.code === 'MULTILINE_IMPLICIT_KEY' || /^Implicit map keys? need/.test(fault.message)) {
    return missingColonFault(text, range);
  }
  if (/^Unexpected , in flow/.test(fault.message)) return commaFault(text, range);
  return { range, message: plainMessage(text, fault, range), fixes: [] };
}

/** `[, a]` and `[a,, b]`. */
function commaFault(text: string, { start }: TextRange): SyntaxFault {
  const end = start + (/^,[ \t]*/.exec(text.slice(start))?.[0].length ?? 1);
  const fix = { title: 'Take the comma out', edits: [{ range: { start, end }, newText: '' }] };
  return { range: { start, end: start + 1 }, message: 'Nothing stands before this comma.', fixes: [fix] };
}

/** What is wrong with a value that YAML takes for something else than a text. */
export function unquotedFault(text: string, range: TextRange): SyntaxFault {
  const words = text.slice(range.start, range.end);
  const message = words.includes('${{')
    ? 'Inside { } and [ ] an expression must stand in quotes.'
    : `A text that begins with "${words.startsWith('{{') ? '{{' : words.slice(0, 1)}" must stand in quotes.`;
  return { range, message, fixes: [quote(text, range)] };
}

/** An alias of nothing is most often a text such as `*.csv`. */
export function missingAnchorFault(text: string, alias: TextRange): SyntaxFault {
  const value = unquotedValue(text, lineAround(text, alias.start), alias.start);
  const range = value.start === alias.start ? value : alias;
  const name = text.slice(alias.start + 1, alias.end);
  const message = `No anchor "&${name}" stands above this alias. A text that begins with "*" must stand in quotes.`;
  return { range, message, fixes: [quote(text, range)] };
}

/** Whether a value is meant as a text, though it begins like something else. */
function needsQuotes(words: string, code: string): boolean {
  if (code === 'BAD_SCALAR_START') return /^[%@`]/.test(words);
  if (code === 'TAG_RESOLVE_FAILED') return words.startsWith('!');
  return /^(?:\{\{|&(?:\s|$)|\*.*[^\w.-])/.test(words) || (words.includes('${{') && !/^["']/.test(words));
}

/** The mend for a line that is a bare word where a key belongs. */
export function missingColonFault(text: string, range: TextRange): SyntaxFault {
  const line = lineAround(text, range.start);
  const words = text.slice(line.start, line.end);
  const start = line.start + (/^\s*/.exec(words)?.[0].length ?? 0);
  const comment = words.search(/\s#/);
  const end = Math.max(start, line.start + words.slice(0, comment === -1 ? words.length : comment).trimEnd().length);
  const word = text.slice(start, end);
  const fix = { title: 'Add ":"', edits: [{ range: { start: end, end }, newText: ':' }] };
  return { range: { start, end }, message: `After "${shorten(word)}" a ":" and a value are missing.`, fixes: [fix] };
}

/** The problems that are not said about a line that is broken YAML: there they are most often a consequence. */
export function besideFaults(
  text: string,
  problems: readonly Problem[],
  faults: readonly SyntaxFault[],
): readonly Problem[] {
  if (faults.length === 0 || problems.length === 0) return problems;
  const lines = faults.map(({ range, spoils = range }) => {
    const newline = text.indexOf('\n', spoils.end);
    return { start: lineAround(text, spoils.start).start, end: newline === -1 ? text.length : newline };
  });
  return problems.filter(({ range }) => !lines.some(({ start, end }) => range.start >= start && range.start <= end));
}

function tabFault(text: string, line: TextRange): SyntaxFault {
  const white = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  const range = { start: line.start, end: line.start + white.length };
  const fix = { title: 'Replace tabs by spaces', edits: withoutTabs(text, line.start) };
  return { range, message: 'YAML does not allow tabs for indentation: use spaces.', fixes: [fix] };
}

/** `run: echo a: b` and its kin: the value has to stand in quotes. Without a colon in it, the line below is wrong. */
function colonFault(text: string, line: TextRange, range: TextRange): SyntaxFault {
  const value = unquotedValue(text, line, range.start);
  const words = text.slice(value.start, value.end);
  if (value.start <= range.start && !/^["'|>]/.test(words) && /:(?:\s|$)/.test(words)) {
    const message = 'A text with ": " in it must stand in quotes, or below a "|".';
    return { range: value, message, fixes: [quote(text, value)] };
  }
  const below = /\S[^\r\n]*/.exec(text.slice(line.end));
  if (!below || value.end < line.start + text.slice(line.start, line.end).trimEnd().length || /:$/.test(words)) {
    return { range, message: 'A key with a value cannot stand here; is the line above complete?', fixes: [] };
  }
  const start = line.end + below.index;
  const end = start + below[0].trimEnd().length;
  return { range: { start, end }, message: wrongIndent, fixes: [], spoils: { start: line.start, end } };
}

const wrongIndent =
  'The indentation is wrong: lines that belong together begin in the same column, what is inside stands further in.';

function plainMessage(text: string, fault: YamlFault, range: TextRange): string {
  const word = shorten(text.slice(range.start, range.end).split('\n')[0] ?? '');
  switch (fault.code) {
    case 'BAD_SCALAR_START':
      return `A text that begins with ${word.startsWith('"') ? 'this sign' : `"${word.slice(0, 1)}"`} must stand in quotes.`;
    case 'BAD_INDENT':
      if (fault.message.includes('end with a')) return missingSign(fault.message);
      return wrongIndent;
    case 'MISSING_CHAR':
      return missingSign(fault.message);
    case 'BLOCK_IN_FLOW':
      return 'Inside { } and [ ] a text with ": " in it must stand in quotes.';
    case 'BAD_DQ_ESCAPE':
      return 'This "\\" sequence is not known in double quotes: write "\\\\" for a backslash, or use single quotes.';
    case 'MULTIPLE_DOCS':
      return 'A pipeline file holds one document: take this "---" out.';
    case 'TAG_RESOLVE_FAILED':
      return 'YAML tags such as "!name" are not used here.';
    case 'TOO_LARGE':
      return 'The file is too large: what stands from here on is not read. Write the tasks in lines of their own below "tasks:".';
    case 'RESOURCE_EXHAUSTION':
      return 'This is nested too deeply.';
    case 'UNEXPECTED_TOKEN':
      return unexpectedMessage(fault.message);
    default:
      return `This is not valid YAML: ${lowerFirst(fault.message.replace(/\.$/, ''))}.`;
  }
}

function unexpectedMessage(message: string): string {
  if (/^(?:Block scalar header|Not a YAML token)/i.test(message)) {
    return 'Behind "|" and ">" nothing may stand: the text begins in the next line.';
  }
  if (message.endsWith('at node end')) return 'Nothing may stand behind the end of a value, such as its closing quote.';
  return `This is not valid YAML: ${lowerFirst(message.replace(/\.$/, ''))}.`;
}

function missingSign(message: string): string {
  if (message.includes('"quote')) return 'The closing double quote (") is missing.';
  if (message.includes("'quote")) return "The closing single quote (') is missing.";
  if (message.includes(']')) return 'The closing "]" of the list is missing.';
  if (message.includes('}')) return 'The closing "}" of the map is missing.';
  if (message.includes('comma')) return 'A comma, or the end of the line, is missing before this.';
  return `Something is missing here: ${lowerFirst(message)}.`;
}

/** Never empty where there is a letter to show, and never over the end of a line. */
function visibleRange(text: string, from: number, to: number): TextRange {
  let start = Math.max(0, Math.min(from, text.length));
  while (start > 0 && (start === text.length || /[\r\n]/.test(text[start] ?? ''))) start--;
  const line = lineAround(text, start);
  while (start < line.end - 1 && /[ \t]/.test(text[start] ?? '')) start++;
  let end = Math.max(Math.min(to, line.end), Math.min(start + 1, line.end));
  while (end > start + 1 && /[ \t]/.test(text[end - 1] ?? '')) end--;
  return { start, end: Math.max(start, end) };
}

function lineAround(text: string, offset: number): TextRange {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const end = newline === -1 ? text.length : newline;
  return { start: Math.min(start, end), end: text[end - 1] === '\r' && end > start ? end - 1 : end };
}

function shorten(word: string): string {
  return word.length > 40 ? `${word.slice(0, 39)}…` : word;
}

function lowerFirst(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
