/** A word as the shell reads it; of one with an expression, the name of the variable that holds it. */
export function shellWord(word: string, variable: string): string {
  if (word.includes('${{')) return `"$${variable}"`;
  return quotedWord(word);
}

/** A word without expressions as the shell reads it. */
export function quotedWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words with values that are known only in the run: as variables no shell reads them as a command. */
export function wordVariables(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.flatMap((word, place) => (word.includes('${{') ? [[`WORD_${place}`, word]] : [])));
}
