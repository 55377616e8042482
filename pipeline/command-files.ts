import type { Analysis } from './analyse.ts';
import type { TextParts } from './edited-text.ts';
import { scalarsOf, valueUnder } from './reading/fields.ts';
import { certainPart } from './script-effects.ts';
import type { NamedFile } from './script-files.ts';
import type { TaskSyntax } from './syntax.ts';

/**
 * Those of the script files of a task that its commands start: the program itself, or what an interpreter is given first.
 * Other files that a command names may be made by the command. Ranges count from the beginning of the task.
 */
export function commandFiles(analysis: Analysis, task: TaskSyntax, files: readonly NamedFile[]): readonly NamedFile[] {
  const run = valueUnder(task.block.body, 'run');
  if (!run || (run.kind === 'scalar' && writesFiles.test(run.text))) return [];
  const begin = run.range.start + task.start;
  const certain =
    run.kind === 'list' ? 0 : begin + certainPart(analysis.source.slice(begin, run.range.end + task.start));
  return files
    .filter(({ range }) =>
      run.kind === 'list'
        ? isFirst(task, range.start)
        : range.end <= certain && startsCommand(analysis.source, begin, range.start),
    )
    .map(({ range, path }) => ({ path, range: { start: range.start - task.start, end: range.end - task.start } }));
}

/** What follows in the same script may be written by it: a redirect into a file, a copy, a folder of its own. */
const writesFiles = /(?:^|[^<>&=-])>(?!&|\s*\/dev\/)|(?:^|[\s;&|(])(?:tee|cp|mv|ln|mkdir|touch|install)\s/;
const interpreter =
  /^(?:(?:exec|time|nice|nohup|env|sudo|command|(?:uv|poetry|pipenv|hatch|pdm)\s+run|[A-Za-z_]\w*=\S*)\s+)*(?:(?:python[\d.]*|node|bash|sh|dash|zsh|fish|Rscript|julia|ruby|perl|php|lua|pwsh|tsx|bun|deno\s+run)(?:\s+-[uBOEsSexl]+)*\s+)?["']?$/;

/** Whether a word begins a command of its line, but for an interpreter before it. `run` is where the script begins. */
function startsCommand(text: TextParts, run: number, at: number): boolean {
  const before = text.slice(Math.max(run, at - 300), at);
  const command = before.slice(before.lastIndexOf('\n') + 1);
  const last = command.split(/;|&&|\|\|?|\(/).at(-1) ?? '';
  return (
    interpreter.test(last.replace(/^\s*["']?/, '')) &&
    !/[<>$`\\]|(?:^|[\s;&|(!])(?:if|while|until|for|case|test|command|which|\[\[?)\s/.test(command)
  );
}

function isFirst({ block, start }: TaskSyntax, at: number): boolean {
  const words = scalarsOf(valueUnder(block.body, 'run'));
  const index = words.findIndex(({ range }) => range.start + start <= at && at < range.end + start);
  return index === 0 || (index === 1 && interpreter.test(`${words[0]?.text} `) && words[0]?.text !== '');
}
