import type { RunFormat } from '../run/report-style.ts';

/** What a simple `dagwright run` says. */
export interface QuickWords {
  readonly file: string;
  /** The values for params, as given. */
  readonly given: readonly string[];
  readonly maxParallel?: number;
  readonly format?: RunFormat;
}

/** What the words after `run` say, as the program would understand them; `undefined` when they say anything that only it knows of. */
export function quickWords(words: readonly string[]): QuickWords | undefined {
  const files: string[] = [];
  const given: string[] = [];
  const more: { maxParallel?: number; format?: RunFormat } = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      files.push(word);
      continue;
    }
    const value = words[++at] ?? '';
    if (value.startsWith('-')) return undefined;
    if ((word === '--param' || word === '-p') && value.includes('=')) given.push(value);
    else if (word === '--max-parallel' && /^[1-9]\d{0,5}$/.test(value)) more.maxParallel = Number(value);
    else if (word === '--format' && isFormat(value)) more.format = value;
    else return undefined;
  }
  const [file, ...tasks] = files;
  return file && tasks.length === 0 ? { file, given, ...more } : undefined;
}

function isFormat(word: string): word is RunFormat {
  return word === 'pretty' || word === 'plain' || word === 'json';
}
