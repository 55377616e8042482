import type { Fix } from '../problem.ts';
import type { TextRange } from '../text-range.ts';

/** What is wrong with the YAML itself, or with a value; ranges count from the beginning of the piece that was read. */
export interface SyntaxFault {
  readonly range: TextRange;
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** It says that a key stands there twice; for tasks there is a better word. */
  readonly repeatedKey?: boolean;
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
  if (fault.code === 'BLOCK_AS_IMPLICIT_KEY') return colonFault(text, line, range);
  if (fault.code === 'MULTILINE_IMPLICIT_KEY' || /^Implicit map keys? need/.test(fault.message)) {
    return missingColonFault(text, range);
  }
  const expression = expressionInFlow(text, line, range);
  return expression ?? { range, message: plainMessage(text, fault, range), fixes: [] };
}

/** The mend for a line that is a bare word where a key belongs. */
export function missingColonFault(text: string, range: TextRange): SyntaxFault {
  const line = lineAround(text, range.start);
  const start = line.start + (/^\s*/.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
  const end = Math.max(start, line.start + text.slice(line.start, line.end).replace(/\s+(?:#.*)?$/, '').length);
  const word = text.slice(start, end);
  const fix = { title: 'Add ":"', edits: [{ range: { start: end, end }, newText: ':' }] };
  return { range: { start, end }, message: `After "${shorten(word)}" a ":" and a value are missing.`, fixes: [fix] };
}

/** What is said about a line that is broken YAML is most often a consequence. */
export function sharesLine(text: string, place: TextRange, faults: readonly SyntaxFault[]): boolean {
  return faults.some(({ range }) => {
    const start = text.lastIndexOf('\n', range.start - 1) + 1;
    const newline = text.indexOf('\n', range.end);
    const end = newline === -1 ? text.length : newline;
    return place.start >= start && place.start <= end;
  });
}

function tabFault(text: string, line: TextRange): SyntaxFault {
  const white = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  const range = { start: line.start, end: line.start + white.length };
  const fix = { title: 'Replace tabs by spaces', edits: [{ range, newText: white.replaceAll('\t', '  ') }] };
  return { range, message: 'YAML does not allow tabs for indentation: use spaces.', fixes: [fix] };
}

/** `{ A: ${{ params.x }} }`: braces that YAML takes for its own. */
function expressionInFlow(text: string, line: TextRange, { start }: TextRange): SyntaxFault | undefined {
  for (const match of text.slice(line.start, line.end).matchAll(/[^\s{}[\],"':]*\$\{\{.*?\}\}[^\s{}[\],"':]*/g)) {
    const place = { start: line.start + match.index, end: line.start + match.index + match[0].length };
    if (start < place.start || start > place.end) continue;
    const fix = { title: 'Put it in quotes', edits: [{ range: place, newText: `"${match[0]}"` }] };
    return { range: place, message: 'Inside { } and [ ] an expression must stand in quotes.', fixes: [fix] };
  }
  return undefined;
}

/** `run: echo a: b` and its kin: the value has to stand in quotes. */
function colonFault(text: string, line: TextRange, range: TextRange): SyntaxFault {
  const match = /^(\s*(?:- +)?[^\s:#'"]+:[ \t]+)([^'"\s#&*!|>{[].*?)\s*$/.exec(text.slice(line.start, line.end));
  if (!match) return { range, message: 'A key with a value cannot stand here; is the line above complete?', fixes: [] };
  const start = line.start + (match[1] ?? '').length;
  const value = match[2] ?? '';
  const place = { start, end: start + value.length };
  const fix = {
    title: 'Put the value in quotes',
    edits: [{ range: place, newText: `'${value.replaceAll("'", "''")}'` }],
  };
  return { range: place, message: 'A text with ": " in it must stand in quotes, or below a "|".', fixes: [fix] };
}

function plainMessage(text: string, fault: YamlFault, range: TextRange): string {
  const word = shorten(text.slice(range.start, range.end).split('\n')[0] ?? '');
  switch (fault.code) {
    case 'BAD_SCALAR_START':
      return `A text that begins with ${word.startsWith('"') ? 'this sign' : `"${word.slice(0, 1)}"`} must stand in quotes.`;
    case 'BAD_INDENT':
      if (fault.message.includes('end with a')) return missingSign(fault.message);
      return 'The indentation is wrong: lines that belong together begin in the same column, what is inside stands further in.';
    case 'MISSING_CHAR':
      return missingSign(fault.message);
    case 'BAD_DQ_ESCAPE':
      return 'This "\\" sequence is not known in double quotes: write "\\\\" for a backslash, or use single quotes.';
    case 'MULTIPLE_DOCS':
      return 'A pipeline file holds one document: take this "---" out.';
    case 'TAG_RESOLVE_FAILED':
      return 'A value that begins with "!" must stand in quotes; YAML tags are not used here.';
    case 'RESOURCE_EXHAUSTION':
      return 'This is nested too deeply.';
    default:
      return `This is not valid YAML: ${lowerFirst(fault.message.replace(/\.$/, ''))}.`;
  }
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
  const end = Math.max(Math.min(to, line.end), Math.min(start + 1, line.end));
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
