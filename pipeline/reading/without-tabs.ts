import type { TextEdit } from '../problem.ts';

/** The mend for tabs: every line from `from` on that begins with some goes two spaces below the line that opens it, a tab deeper two more. */
export function withoutTabs(text: string, from: number): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let before = { indent: 0, tabs: 0, opens: false };
  for (const { 0: words, index } of text.matchAll(/^[^\r\n]*\S[^\r\n]*/gm)) {
    const white = /^[ \t]*/.exec(words)?.[0] ?? '';
    const tabs = white.split('\t').length - 1;
    const opens = /[:|>][-+]?$/.test(words.trimEnd());
    const isBad = tabs > 0 && (index === from || (index > from && words.startsWith('\t')));
    const deeper = before.tabs > 0 ? 2 * (tabs - before.tabs) : before.opens ? 2 : 0;
    const indent = isBad ? Math.max(0, before.indent + deeper) : white.length;
    if (isBad) edits.push({ range: { start: index, end: index + white.length }, newText: ' '.repeat(indent) });
    before = { indent, tabs: isBad ? tabs : 0, opens };
  }
  return edits;
}
