import type { Task } from '../../pipeline/pipeline.ts';
import type { ExpressionWriter, Written } from '../expressions/expression-writer.ts';
import type { Jobs } from '../jobs/find-jobs.ts';
import type { Losses } from '../losses.ts';
import type { RunIndex } from '../run-index.ts';
import { partText } from './github-dialect.ts';

/** What writing jobs needs to know. */
export interface JobWriting {
  readonly index: RunIndex;
  readonly jobs: Jobs;
  readonly writer: ExpressionWriter;
  readonly losses: Losses;
}

/** A text with expressions as it stands in a workflow; what cannot be said is refused at `key`. */
export function filled(text: string, key: string, task: Task, { writer, losses }: JobWriting): string {
  const parts = writer.parts(text, task);
  if (!('fault' in parts)) return textOf(parts);
  losses.refused(task.name, key, parts.fault);
  return '';
}

/** What is known stands there as it is; GitHub would take its `${{` for an expression. */
function textOf(parts: readonly (string | Written)[]): string {
  const pieces: { text: string; isLiteral: boolean }[] = [];
  for (const part of parts) {
    const isLiteral = typeof part === 'string' || part.constant !== undefined;
    const last = pieces.at(-1);
    if (isLiteral && last?.isLiteral) last.text += partText(part);
    else pieces.push({ text: partText(part), isLiteral });
  }
  return pieces
    .map(({ text, isLiteral }) => (isLiteral ? text.replaceAll('${{', () => "${{ '$' }}{{") : text))
    .join('');
}

/** The paths of the files that a task gives, as they are written. */
export function filesOf({ outputs }: Task): readonly string[] {
  return Object.values(outputs).flatMap(output => ('path' in output ? [output.path] : []));
}

/** The folder of the file that a task is written in, from the root of the repository. */
export function folderOf(task: Task, index: RunIndex): string {
  const user = task.scope === undefined ? undefined : index.get(task.scope);
  return index.source.folderInRepository(user?.action.kind === 'pipeline' ? user.action.file : undefined);
}

/** A path in a folder as a path from the root. */
export function inFolder(folder: string, path: string): string {
  return folder === '' || path.startsWith('/') ? path : `${folder}/${path}`;
}
