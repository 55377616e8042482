import type { TextParts } from '../pipeline/edited-text.ts';
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
  readonly source: TextParts;
  readonly lines: LineStarts;
  readonly encoding: Encoding;
}

/** The position of an offset; one outside the text counts as its nearest end. */
export function positionAt({ source, lines, encoding }: PositionedText, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.length));
  const line = lines.lineOf(at);
  const start = lines.startOf(line, source.length);
  return { line, character: encoding === 'utf-16' ? at - start : bytesOf(source.slice(start, at)) };
}

/** The offset of a position; one beyond its line counts as the line's end, one beyond the text as the text's. Anything that is no number counts as 0. */
export function offsetAt({ source, lines, encoding }: PositionedText, position: Position): number {
  const line = natural(position.line);
  if (line >= lines.count) return source.length;
  const start = lines.startOf(line, source.length);
  const next = lines.startOf(line + 1, source.length);
  const lineEnd = source.slice(Math.max(start, next - 2), next);
  const end = next - lineEnd.length + lineEnd.replace(/[\r\n]+$/, '').length;
  const character = natural(position.character);
  return encoding === 'utf-16'
    ? Math.min(start + character, end)
    : start + unitsOf(source.slice(start, end), character);
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

function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) bytes += bytesOfUnit(text.charCodeAt(at));
  return bytes;
}

function unitsOf(text: string, bytes: number): number {
  let left = bytes;
  let at = 0;
  while (at < text.length && left > 0) left -= bytesOfUnit(text.charCodeAt(at++));
  return at;
}

/** Each half of a surrogate pair counts two of its four bytes. */
function bytesOfUnit(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) return 2;
  return 3;
}
