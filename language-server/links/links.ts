import type { Analysis } from '../../pipeline/analyse.ts';
import { type NamedFile, scriptFiles } from '../../pipeline/script-files.ts';
import type { TaskSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { entryIn, entryOf, placed, topEntry } from '../task-facts.ts';
import { writtenRange } from '../written-range.ts';

/**
 * The files that a pipeline names: in `env_files`, `uses`, `inputs`, the pipelines of its triggers, and the script files
 * that its tasks run. Only relative paths that are written as they are, without a wildcard or an expression.
 */
export function links(analysis: Analysis): readonly NamedFile[] {
  const { text, syntax } = analysis;
  const triggers = topEntry(analysis, 'triggers')?.value;
  const pipelines = triggers?.kind === 'list' ? triggers.items.map(item => entryIn(item, 'pipeline')?.value) : [];
  return [
    ...[topEntry(analysis, 'env_files')?.value, ...pipelines].flatMap(value => pathLinks(text, value, undefined)),
    ...syntax.tasks.flatMap(task => [
      ...pathLinks(text, entryOf(task, 'uses')?.value, task),
      ...pathLinks(text, entryOf(task, 'inputs')?.value, task),
      ...scriptFiles(analysis, task),
    ]),
  ];
}

function pathLinks(text: string, value: ValueSyntax | undefined, task: TaskSyntax | undefined): readonly NamedFile[] {
  if (value?.kind === 'list') return value.items.flatMap(item => pathLinks(text, item, task));
  if (value?.kind !== 'scalar' || !isPath(value.text)) return [];
  const range = writtenRange(text, value, task ? placed(task, value.range) : value.range, value.text);
  return range ? [{ range, path: value.text }] : [];
}

/** Whether it names one file below or beside the folder: no wildcard, no expression, no absolute path, no folder, no address. */
function isPath(path: string): boolean {
  return /^(?![/~])[^*?[\]{}$\\:\n]*[^*?[\]{}$\\:\n/.]$/.test(path);
}
