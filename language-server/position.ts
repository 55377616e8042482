import type { TextRange } from '../pipeline/text-range.ts';
import type { LineStarts } from './line-starts.ts';

/** A place as the protocol tells it, both from zero; what a character counts depends on the encoding agreed on. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What `character` counts: UTF-16 code units, or bytes of UTF-8. */
export type Encoding = 'utf-16' | 'utf-8';

/** A text with its lines and the way its characters are counted. */
export interface PositionedText {
  readonly text: string;
  readonly lines: LineStarts;
  readonly encoding: Encoding;
}

/** The position of an offset; one outside the text counts as its nearest end. */
export function positionAt({ text, lines, encoding }: PositionedText, offset: number): Position {
  const at = Math.max(0, Math.min(offset, text.length));
  const line = lines.lineOf(at);
  const start = lines.startOf(line, text.length);
  return { line, character: encoding === 'utf-16' ? at - start : bytesBetween(text, start, at) };
}

/** The offset of a position; one beyond its line counts as the line's end, one beyond the text as the text's. Anything that is no number counts as 0. */
export function offsetAt({ text, lines, encoding }: PositionedText, position: Position): number {
  const line = natural(position.line);
  if (line >= lines.count) return text.length;
  const start = lines.startOf(line, text.length);
  const end = withoutLineEnd(text, start, lines.startOf(line + 1, text.length));
  const character = natural(position.character);
  return encoding === 'utf-16' ? Math.min(start + character, end) : unitsOf(text, start, end, character);
}

/** The range in positions. */
export function rangeAt(text: PositionedText, range: TextRange): Range {
  return { start: positionAt(text, range.start), end: positionAt(text, range.end) };
}

/** The range in offsets. */
export function offsetsOf(text: PositionedText, range: Range): TextRange {
  return { start: offsetAt(text, range.start), end: offsetAt(text, range.end) };
}

function natural(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
}

function withoutLineEnd(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}

function bytesBetween(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at++) bytes += bytesOf(text.charCodeAt(at));
  return bytes;
}

function unitsOf(text: string, start: number, end: number, bytes: number): number {
  let left = bytes;
  let at = start;
  while (at < end && left > 0) left -= bytesOf(text.charCodeAt(at++));
  return at;
}

/** Each half of a surrogate pair counts two of its four bytes. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) return 2;
  return 3;
}
