/** Works out the functions of make that only change texts; what reads the disk, or make itself, has none. */
export const textFunctions: Readonly<Record<string, (...args: readonly string[]) => string>> = {
  subst: (from = '', to = '', text = '') => (from === '' ? text : text.replaceAll(from, to)),
  patsubst: (pattern = '', to = '', text = '') => each(text, word => substituted(word, pattern.trim(), to.trim())),
  strip: (text = '') => each(text, word => word),
  findstring: (wanted = '', text = '') => (text.includes(wanted) ? wanted : ''),
  filter: (patterns = '', text = '') => each(text, word => (matches(word, patterns) ? word : '')),
  'filter-out': (patterns = '', text = '') => each(text, word => (matches(word, patterns) ? '' : word)),
  sort: (text = '') => [...new Set(wordsOf(text))].sort().join(' '),
  word: (number = '', text = '') => wordsOf(text)[Number(number) - 1] ?? '',
  words: (text = '') => String(wordsOf(text).length),
  firstword: (text = '') => wordsOf(text)[0] ?? '',
  lastword: (text = '') => wordsOf(text).at(-1) ?? '',
  dir: (text = '') => each(text, word => /^.*\//.exec(word)?.[0] ?? './'),
  notdir: (text = '') => each(text, word => word.slice(word.lastIndexOf('/') + 1)),
  suffix: (text = '') => each(text, word => /\.[^./]*$/.exec(word)?.[0] ?? ''),
  basename: (text = '') => each(text, word => word.replace(/\.[^./]*$/, '')),
  addsuffix: (suffix = '', text = '') => each(text, word => word + suffix),
  addprefix: (prefix = '', text = '') => each(text, word => prefix + word),
};

/** The words of a list of make. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** A word in which what matches `pattern` (`%.c`) is written as `to` says (`%.o`); others stay. */
export function substituted(word: string, pattern: string, to: string): string {
  const stem = stemOf(word, pattern);
  if (stem === undefined) return word;
  return pattern.includes('%') ? to.replace('%', () => stem) : to;
}

function each(text: string, change: (word: string) => string): string {
  return wordsOf(text).map(change).filter(Boolean).join(' ');
}

function matches(word: string, patterns: string): boolean {
  return wordsOf(patterns).some(pattern => stemOf(word, pattern) !== undefined);
}

function stemOf(word: string, pattern: string): string | undefined {
  const at = pattern.indexOf('%');
  if (at === -1) return word === pattern ? '' : undefined;
  const [start, end] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const fits = word.length >= start.length + end.length && word.startsWith(start) && word.endsWith(end);
  return fits ? word.slice(start.length, word.length - end.length) : undefined;
}
