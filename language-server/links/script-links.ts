import type { Analysis } from '../../pipeline/analyse.ts';
import type { ScalarSyntax, TaskSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { entryIn, entryOf, placed, scalarText, topEntry } from '../task-facts.ts';
import type { Link } from './link.ts';

/** Words that name a file of a language in which scripts are written, between what parts the words of a shell. */
const scriptFile =
  /(?<![^\s"'`;|&()<>=]|\\ )(?:\.{1,2}\/)*\w[\w.+-]*(?:\/[\w.+-]+)*\.(?:py|ipynb|sh|bash|zsh|fish|m?js|cjs|m?ts|cts|R|r|Rmd|qmd|jl|sql|pl|rb|lua|php|ps1|bat|cmd|awk|nf|smk)(?![^\s"'`;|&()<>])/g;

/** Shells in whose scripts a word may be the name of a file. */
const shells = new Set(['sh', 'bash', 'pwsh', 'cmd']);

/**
 * The script files that a task runs, as its `run` writes them, seen from its working directory. None where that is not
 * known before it runs: where the script changes the folder, or an expression tells it; none in another language than a shell's.
 */
export function scriptLinks(analysis: Analysis, task: TaskSyntax): readonly Link[] {
  const run = entryOf(task, 'run')?.value;
  if (!run) return [];
  const folder = setting(analysis, task, 'working_directory') ?? '';
  if (/^[/~]|[$\\:]/.test(folder)) return [];
  if (run.kind === 'scalar') {
    const isShell = shells.has(setting(analysis, task, 'shell') ?? 'sh');
    return isShell && !/\b(?:cd|pushd|chdir)\s/.test(run.text) ? filesIn(analysis, task, run, folder) : [];
  }
  return run.kind === 'list' ? run.items.flatMap(item => programFile(analysis, task, item, folder)) : [];
}

function filesIn({ text }: Analysis, task: TaskSyntax, run: ScalarSyntax, folder: string): readonly Link[] {
  const { start, end } = placed(task, run.range);
  return [...text.slice(start, end).matchAll(scriptFile)].map(({ index, 0: file }) => {
    return { range: { start: start + index, end: start + index + file.length }, path: within(folder, file) };
  });
}

/** A program starts without a shell, so each of its words is a whole one. */
function programFile(analysis: Analysis, task: TaskSyntax, word: ValueSyntax, folder: string): readonly Link[] {
  if (word.kind !== 'scalar') return [];
  return filesIn(analysis, task, word, folder).filter(link => link.path === within(folder, word.text));
}

function within(folder: string, file: string): string {
  return folder === '' ? file : `${folder.replace(/\/$/, '')}/${file}`;
}

function setting(analysis: Analysis, task: TaskSyntax, key: string): string | undefined {
  const value = entryOf(task, key)?.value ?? entryIn(topEntry(analysis, 'defaults')?.value, key)?.value;
  return scalarText(value);
}
