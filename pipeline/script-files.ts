import type { Analysis } from './analyse.ts';
import { scalarOf, valueUnder } from './reading/fields.ts';
import type { ScalarSyntax, TaskSyntax, ValueSyntax } from './syntax.ts';
import type { TextRange } from './text-range.ts';

/** A stretch of the text that names a file, seen from the folder of the pipeline file; whether the file is there is not known. */
export interface NamedFile {
  readonly range: TextRange;
  readonly path: string;
}

/** Words that name a file of a language in which scripts are written, between what parts the words of a shell. */
const scriptFile =
  /(?<![^\s"'`;|&()<>=]|\\ )(?:\.{1,2}\/)*\w[\w.+-]*(?:\/[\w.+-]+)*\.(?:py|ipynb|sh|bash|zsh|fish|m?js|cjs|m?ts|cts|R|r|Rmd|qmd|jl|sql|pl|rb|lua|php|ps1|bat|cmd|awk|nf|smk)(?![^\s"'`;|&()<>])/g;

/** Shells in whose scripts a word may be the name of a file. */
const shells = new Set(['sh', 'bash', 'pwsh', 'cmd']);

/**
 * The script files that a task runs, as its `run` writes them, seen from its working directory. None where that is not
 * known before it runs: where the script changes the folder, or an expression tells it; none in another language than a shell's.
 */
export function scriptFiles(analysis: Analysis, task: TaskSyntax): readonly NamedFile[] {
  const run = valueUnder(task.block.body, 'run');
  if (!run) return [];
  const folder = setting(analysis, task, 'working_directory') ?? '';
  if (/^[/~]|[$\\:]/.test(folder)) return [];
  if (run.kind === 'scalar') {
    const isShell = shells.has(setting(analysis, task, 'shell') ?? 'sh');
    return isShell && !/\b(?:cd|pushd|chdir)\s/.test(run.text) ? filesIn(analysis, task, run, folder) : [];
  }
  return run.kind === 'list' ? run.items.flatMap(item => programFile(analysis, task, item, folder)) : [];
}

function filesIn({ source }: Analysis, task: TaskSyntax, run: ScalarSyntax, folder: string): readonly NamedFile[] {
  const start = run.range.start + task.start;
  const text = source.slice(start, run.range.end + task.start);
  const found: NamedFile[] = [];
  if (!text.includes('.')) return found;
  scriptFile.lastIndex = 0;
  for (let match = scriptFile.exec(text); match; match = scriptFile.exec(text)) {
    const at = start + match.index;
    found.push({ range: { start: at, end: at + match[0].length }, path: within(folder, match[0]) });
  }
  return found;
}

/** A program starts without a shell, so each of its words is a whole one. */
function programFile(analysis: Analysis, task: TaskSyntax, word: ValueSyntax, folder: string): readonly NamedFile[] {
  if (word.kind !== 'scalar') return [];
  return filesIn(analysis, task, word, folder).filter(file => file.path === within(folder, word.text));
}

function within(folder: string, file: string): string {
  return folder === '' ? file : `${folder.replace(/\/$/, '')}/${file}`;
}

function setting({ syntax }: Analysis, task: TaskSyntax, key: string): string | undefined {
  const defaults = syntax.entries.find(entry => entry.key.text === 'defaults')?.value;
  return (scalarOf(task.block.body, key) ?? scalarOf(defaults, key))?.text;
}
