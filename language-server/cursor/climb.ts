import { flowPlace } from './flow.ts';
import { indentOf, isEmpty, type Line, lineAbove, type Opener, openersOf, type Step } from './line.ts';

/** What stands above a line and opens it. */
export interface Above {
  readonly path: readonly Step[];
  /** Set when the line is part of a block text, or of brackets that open at an offset and are still open. */
  readonly inside?: 'script' | { readonly bracket: number };
}

/** The path down to an entry at `column` of `line`, by indentation. Goes up until it has met a key at the margin. */
export function climb(text: string, line: Line, entry: { column: number; isItem: boolean }, offset: number): Above {
  let path: Step[] = [];
  let inside: Above['inside'];
  let keyLimit = entry.isItem ? entry.column + 1 : entry.column;
  let itemLimit = entry.column;
  for (let above = lineAbove(text, line); above && keyLimit > 0; above = lineAbove(text, above)) {
    if (indentOf(above) >= keyLimit || isEmpty(text, above)) continue;
    for (const opener of openersOf(text, above).toReversed()) {
      const isItem = opener.step === 0;
      if (opener.column >= (isItem ? itemLimit : keyLimit)) continue;
      keyLimit = isItem ? opener.column + 1 : opener.column;
      itemLimit = opener.column;
      const holds = heldBy(text, above, opener, offset);
      if (holds) inside = holds;
      path = holds ? [opener.step] : [opener.step, ...path];
    }
  }
  return inside === undefined ? { path } : { path, inside };
}

function heldBy(text: string, line: Line, opener: Opener, offset: number): Above['inside'] {
  const value = text.slice(opener.value, Math.min(line.end, opener.value + 200));
  if (/^[|>][-+\d]*\s*(#.*)?$/.test(value)) return 'script';
  if (/^[[{]/.test(value) && flowPlace(text, opener.value, offset)) return { bracket: opener.value };
  return undefined;
}
