import type { Fix } from '../problem.ts';
import type { TextRange } from '../text-range.ts';

/**
 * The value that somebody who forgot the quotes meant at `offset`: what stands behind the key or the dash to the end of
 * the line, or, within brackets, to the next comma or bracket. `line` is the line around `offset`; in a very long one it is empty.
 */
export function unquotedValue(text: string, line: TextRange, offset: number): TextRange {
  if (line.end - line.start > longestLine) return { start: offset, end: offset };
  const words = text.slice(line.start, line.end);
  const before = beforeValue.exec(words)?.[0].length ?? 0;
  const start = line.start + before;
  const isWhole = start <= offset && !/^[[{](?!\{)/.test(words.slice(before)) && !/[,\]}]$/.test(words.trimEnd());
  if (!isWhole) return itemAround(text, line, offset);
  return trimmed(text, { start, end: line.end - (/[ \t]+(?:#.*)?$/.exec(words)?.[0].length ?? 0) });
}

/** The mend that puts a stretch of the text into quotes. */
export function quote(text: string, range: TextRange): Fix {
  const value = text.slice(range.start, range.end);
  const newText = /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
  return { title: 'Put it in quotes', edits: [{ range, newText }] };
}

const longestLine = 10_000;
const beforeValue = /^\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s:#'"{}[\],]{1,200}):[ \t]+)?/;

/** One thing among those that commas, brackets and keys set apart; quotes and expressions hold together. */
function itemAround(text: string, line: TextRange, offset: number): TextRange {
  let start = line.start;
  for (const { 0: token, index } of text.slice(line.start, line.end).matchAll(flowTokens)) {
    const at = line.start + index;
    if (token.length > 2 || token === '""' || token === "''") continue;
    if (at >= offset && token.trim() !== ':' && (at > offset || token !== '{')) {
      return trimmed(text, { start, end: at });
    }
    if (at < offset) start = at + token.length;
  }
  return trimmed(text, { start, end: line.end });
}

const flowTokens = /\$?\{\{.*?\}\}|"[^"]*"|(?<=[[{,:]\s*)'[^']*'|: |[[\]{},]/g;

function trimmed(text: string, { start, end }: TextRange): TextRange {
  let [first, last] = [start, end];
  while (first < last && /\s/.test(text[first] ?? '')) first++;
  while (last > first && /\s/.test(text[last - 1] ?? '')) last--;
  return { start: first, end: last };
}
