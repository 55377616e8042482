import type { TextRange } from '../../pipeline/text-range.ts';
import { climb } from './climb.ts';
import { flowPlace } from './flow.ts';
import { indentOf, isEmpty, type Line, lineAt, type Opener, openersOf, type Step } from './line.ts';
import { siblingItems, siblingKeys } from './siblings.ts';

/** Where a cursor stands in a pipeline file, told by the indentation of the lines alone, so also in a text that is broken or half typed. */
export interface CursorPlace {
  /** From the top of the file down to what the cursor is in. */
  readonly path: readonly Step[];
  /**
   * `entry`: where a line, or what stands behind its dash, begins: a key may stand here, or an item, or a value.
   * `key`: a key in braces. `value`: behind a colon, or an item in brackets. `script`: a line of a block text.
   */
  readonly role: 'entry' | 'key' | 'value' | 'script';
  /** What is typed of the word, up to the end of its letters behind the cursor; without a quote. */
  readonly word: TextRange;
  /** The keys or items that stand beside it already. */
  readonly siblings: readonly string[];
  /** Whether a colon stands behind the word already. */
  readonly hasColon: boolean;
  /** Where the cursor stands in the word; told to completion. */
  readonly cursor?: number;
}

/** The place of `offset`; nothing inside a comment, and where no word can begin. Looks at the lines above, and no further than needed. */
export function cursorPlace(text: string, offset: number): CursorPlace | undefined {
  const line = lineAt(text, offset);
  if (offset > line.end || isInComment(text, line, offset)) return undefined;
  const openers = openersOf(text, line).filter(
    opener => opener.end < offset || (opener.end === offset && opener.step !== 0),
  );
  const column = openers[0]?.column ?? columnOf(text, line, offset);
  const above = climb(text, line, { column, isItem: openers[0]?.step === 0 }, offset);
  if (above.inside === 'script')
    return { ...empty, path: above.path, role: 'script', word: wordAt(text, offset, offset) };
  if (above.inside) return inFlow(text, offset, above.path, above.inside.bracket);
  const path = [...above.path, ...openers.map(opener => opener.step)];
  const last = openers.at(-1);
  const bracket = openers.find(opener => opener.value < offset && isBracket(text[opener.value]));
  if (bracket) {
    const place = inFlow(text, offset, path.slice(0, above.path.length + openers.indexOf(bracket) + 1), bracket.value);
    if (place) return place;
  }
  return typeof last?.step === 'string'
    ? afterColon(text, offset, path, last)
    : atEntry(text, line, offset, path, last);
}

const empty = { siblings: [], hasColon: false } as const;

function afterColon(text: string, offset: number, path: readonly Step[], opener: Opener): CursorPlace | undefined {
  if (offset === opener.end) return undefined;
  if (/^[|>][-+\d]*\s/.test(text.slice(opener.value, opener.value + 5))) return undefined;
  return { ...empty, path, role: 'value', word: wordAt(text, Math.min(opener.value, offset), offset) };
}

function atEntry(
  text: string,
  line: Line,
  offset: number,
  path: readonly Step[],
  dash?: Opener,
): CursorPlace | undefined {
  const start = Math.min(dash ? Math.max(dash.value, dash.end) : line.content, offset);
  const word = wordAt(text, start, offset);
  const column = start - line.start;
  const siblings = [...siblingKeys(text, line, column), ...siblingItems(text, line, dash?.column ?? column)];
  const key = openersOf(text, line).find(opener => opener.column === column && opener.step !== 0);
  const range = key === undefined ? word : { start: word.start, end: key.end - 1 };
  return { path, role: 'entry', word: range, siblings, hasColon: key !== undefined };
}

function inFlow(text: string, offset: number, path: readonly Step[], bracket: number): CursorPlace | undefined {
  const place = flowPlace(text, bracket, offset);
  if (!place) return undefined;
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const word = wordAt(text, Math.max(lineStart, Math.min(place.start, offset)), offset);
  const hasColon = place.role === 'key' && /^["']?\s*:/.test(text.slice(word.end, word.end + 20));
  return { path: [...path, ...place.path], role: place.role, word, siblings: place.siblings, hasColon };
}

/** From `start`, behind a quote there, to the last letter of the word at `offset`. */
function wordAt(text: string, start: number, offset: number): TextRange {
  const quoted = start < offset && (text[start] === '"' || text[start] === "'");
  let end = offset;
  while (/[\w.-]/.test(text[end] ?? '')) end++;
  return { start: quoted ? start + 1 : start, end };
}

function columnOf(text: string, line: Line, offset: number): number {
  return isEmpty(text, line) ? offset - line.start : Math.min(indentOf(line), offset - line.start);
}

function isInComment(text: string, line: Line, offset: number): boolean {
  let quote: string | undefined;
  for (let at = line.content; at < offset; at++) {
    const char = text[at];
    if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if ((char === '"' || char === "'") && /[\s,[{:]/.test(text[at - 1] ?? ' ')) quote = char;
    else if (char === '#' && (at === line.start || /\s/.test(text[at - 1] ?? ''))) return true;
  }
  return false;
}

function isBracket(char: string | undefined): boolean {
  return char === '[' || char === '{';
}
