const longest = 500;

/** A text that somebody else chose, as a part of one line: without what would move a terminal's cursor, and not endless. */
export function oneLine(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
