import type { Severity } from '../../../pipeline/problem.ts';
import { paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import { checkFiles } from './check-files.ts';
import { pipelineFiles } from './pipeline-files.ts';
import { problemsJson } from './problem-json.ts';
import { type CheckedFile, problemsText } from './problem-text.ts';

/** Columns for a line of source where there is no terminal. */
const defaultWidth = 120;

/** `dagwright check`: prints the problems of the files; answers the exit code. A file that cannot be read keeps no other from being checked. */
export async function check(args: readonly string[], options: { readonly format: 'text' | 'json' }): Promise<number> {
  const { files, refusals: unread } = pipelineFiles(args);
  const { checked, refusals } = await checkFiles(files);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(checked.flatMap(problemsJson), undefined, 2)}\n`);
  } else if (checked.length > 0) printText(checked);
  if (unread.length + refusals.length > 0) throw new Refusal([...unread, ...refusals].join('\n'));
  return checked.some(file => file.problems.some(problem => problem.severity === 'error')) ? 1 : 0;
}

function printText(checked: readonly CheckedFile[]): void {
  const paint = paintFor(process.stdout, process.env);
  for (const file of checked) {
    if (file.problems.length > 0)
      process.stdout.write(`${problemsText(file, paint, process.stdout.columns || defaultWidth)}\n`);
  }
  process.stdout.write(`${summaryText(checked)}\n`);
}

/** `2 errors and 1 hint in 1 of 3 files.` */
export function summaryText(checked: readonly CheckedFile[]): string {
  const files = `${checked.length} ${checked.length === 1 ? 'file' : 'files'}`;
  const severities: readonly Severity[] = ['error', 'warning', 'hint'];
  const counts = severities.flatMap(severity => {
    const count = checked.flatMap(file => file.problems).filter(problem => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  const last = counts.pop();
  if (last === undefined) return `No problems in ${files}.`;
  const affected = checked.filter(file => file.problems.length > 0).length;
  const where = affected === checked.length ? files : `${affected} of ${files}`;
  return `${counts.length > 0 ? `${counts.join(', ')} and ` : ''}${last} in ${where}.`;
}
