import type { TextEdit } from '../../pipeline/problem.ts';

/** The edit that takes a key with its value out of its map: the whole line, or with the comma beside it in braces. */
export function removeEntry(text: string, start: number, end: number): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline === -1 ? text.length : newline);
  if (text.slice(lineStart, start).trim() === '' && /^\s*(?:#[^\n]*)?$/.test(rest)) {
    return { range: { start: lineStart, end: newline === -1 ? text.length : newline + 1 }, newText: '' };
  }
  const after = /^\s*,\s*/.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  const before = /,\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0;
  return { range: after > 0 ? { start, end: end + after } : { start: start - before, end }, newText: '' };
}
