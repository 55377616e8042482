/** More proposals than anyone reads; with more, the editor asks again at each letter. */
export const mostShown = 500;

/** What is typed of a word that begins at `start` up to the cursor. */
export function typedAt(text: string, start: number, cursor: number): string {
  return text.slice(start, Math.max(start, cursor));
}

/** Whether the letters stand in the name in their order, upper or lower case: `ldt` in `load_data`. */
export function isSpelledWithin(letters: string, name: string): boolean {
  if (letters === '') return true;
  const lower = name.toLowerCase();
  let at = 0;
  for (const letter of letters.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
