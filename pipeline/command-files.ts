import type { Analysis } from './analyse.ts';
import { scalarsOf, valueUnder } from './reading/fields.ts';
import { type NamedFile, scriptFiles } from './script-files.ts';
import type { TaskSyntax } from './syntax.ts';

/**
 * The script files that the commands of a task start: the program itself, or what an interpreter is given first. Other
 * files that a command names may be made by the command. Ranges count from the beginning of the task.
 */
export function commandFiles(analysis: Analysis, task: TaskSyntax): readonly NamedFile[] {
  const run = valueUnder(task.block.body, 'run');
  if (!run || (run.kind === 'scalar' && writesFiles.test(run.text))) return [];
  return scriptFiles(analysis, task)
    .filter(({ range }) =>
      run.kind === 'list'
        ? isFirst(task, range.start)
        : startsCommand(analysis.text, run.range.start + task.start, range.start),
    )
    .map(({ range, path }) => ({ path, range: { start: range.start - task.start, end: range.end - task.start } }));
}

/** Whether a task may bring files that no output tells of: by fetching, unpacking or copying. */
export function mayFetch({ block }: TaskSyntax): boolean {
  const run = valueUnder(block.body, 'run');
  return run?.kind === 'list'
    ? fetching.test(scalarsOf(run)[0]?.text ?? '')
    : run?.kind === 'scalar' && fetching.test(run.text);
}

const fetching =
  /(?:^|[\s;&|(])(?:git|hg|svn|curl|wget|unzip|tar|gunzip|rsync|scp|sftp|dvc|aws|gsutil|gcloud|az|make|cookiecutter|terraform)(?:\s|$)/;
/** What follows in the same script may be written by it: a redirect into a file, a copy, a folder of its own. */
const writesFiles = /(?:^|[^<>&=-])>(?!&|\s*\/dev\/)|(?:^|[\s;&|(])(?:tee|cp|mv|ln|mkdir|touch|install)\s/;
const interpreter =
  /^(?:(?:exec|time|nice|nohup|env|sudo|command|(?:uv|poetry|pipenv|hatch|pdm)\s+run|[A-Za-z_]\w*=\S*)\s+)*(?:(?:python[\d.]*|node|bash|sh|dash|zsh|fish|Rscript|julia|ruby|perl|php|lua|pwsh|tsx|bun|deno\s+run)(?:\s+-[uBOEsSexl]+)*\s+)?["']?$/;

/** Whether a word begins a command of its line, but for an interpreter before it. `run` is where the script begins. */
function startsCommand(text: string, run: number, at: number): boolean {
  const before = text.slice(Math.max(run, at - 300), at);
  const command = before.slice(before.lastIndexOf('\n') + 1);
  const last = command.split(/;|&&|\|\|?|\(/).at(-1) ?? '';
  return interpreter.test(last.replace(/^\s*["']?/, '')) && !/[<>$`\\]|\b(?:if|while|for|test|\[)\s/.test(command);
}

function isFirst({ block, start }: TaskSyntax, at: number): boolean {
  const words = scalarsOf(valueUnder(block.body, 'run'));
  const index = words.findIndex(({ range }) => range.start + start <= at && at < range.end + start);
  return index === 0 || (index === 1 && interpreter.test(`${words[0]?.text} `) && words[0]?.text !== '');
}
