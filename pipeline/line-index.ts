/** A place as editors count it: both from zero, the character in UTF-16 code units. */
export interface LineAndColumn {
  readonly line: number;
  readonly character: number;
}

/** Where the lines of one text begin, for many questions about it. Lines end with LF, CRLF or CR, as in the Language Server Protocol. */
export interface LineIndex {
  readonly lineStarts: readonly number[];
  readonly length: number;
}

/** Finds the lines of `text`, in one pass. */
export function lineIndex(text: string): LineIndex {
  const lineStarts = [0];
  const hasCarriageReturn = text.includes('\r');
  if (!hasCarriageReturn) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
    return { lineStarts, length: text.length };
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lineStarts.push(at + 1);
  }
  return { lineStarts, length: text.length };
}

/** The line and character of an offset; one beyond the text counts as its end. */
export function lineAndColumn(index: LineIndex, offset: number): LineAndColumn {
  const wanted = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.lineStarts[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: wanted - (index.lineStarts[low] ?? 0) };
}

/** The offset of a line and character; one beyond its line counts as the line's end, one beyond the text as the text's. */
export function offsetAt(index: LineIndex, place: LineAndColumn): number {
  if (place.line < 0) return 0;
  const start = index.lineStarts[place.line];
  if (start === undefined) return index.length;
  const next = index.lineStarts[place.line + 1] ?? index.length;
  return Math.max(start, Math.min(start + place.character, next));
}
