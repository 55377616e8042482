/** A text and the offset at which its one `|` stood; another mark may be chosen where the text itself has a `|`. */
export function cursor(marked: string, mark = '|'): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf(mark);
  if (offset === -1 || marked.indexOf(mark, offset + 1) !== -1)
    throw new Error(`There must be one ${mark} in: ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + mark.length), offset };
}
