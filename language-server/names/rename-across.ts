import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextEdit } from '../../pipeline/problem.ts';
import { scalarOf } from '../../pipeline/reading/fields.ts';
import { entriesOf, entryIn, entryOf, placed } from '../task-facts.ts';
import { writtenRange } from '../written-range.ts';
import { isSame, type Name } from './name.ts';
import { allOccurrences } from './occurrences.ts';

/** A pipeline that uses others. */
export interface User {
  readonly analysis: Analysis;
  /** Whether a path, as it is written in this pipeline, leads to the one in which something is renamed. */
  readonly leadsThere: (file: string) => boolean;
}

/**
 * The edits in a pipeline that uses the one in which `name` gets the name `newName`: its params stand in `with`, and what
 * it hands on stands in expressions.
 */
export function renamedInUser({ analysis, leadsThere }: User, name: Name, newName: string): readonly TextEdit[] {
  const users = analysis.syntax.tasks.filter(task => {
    const file = scalarOf(task.block.body, 'uses');
    return file !== undefined && leadsThere(file.text);
  });
  if (name.kind === 'param') {
    return users.flatMap(task => {
      const entry = entryIn(entryOf(task, 'with')?.value, name.text);
      const range = entry && writtenRange(analysis.text, entry.key, placed(task, entry.key.range), entry.key.text);
      return range ? [{ range, newText: newName }] : [];
    });
  }
  if (name.kind !== 'output' || name.task !== undefined || users.length === 0) return [];
  const wanted = users.map(task => ({ ...name, task: task.block.name.text }));
  return [...allOccurrences(analysis)]
    .filter(found => wanted.some(other => isSame(found.name, other)))
    .map(({ range }) => ({ range, newText: newName }));
}

/** The output of a whole pipeline whose name an offset touches. */
export function handedOnAt(
  analysis: Analysis,
  offset: number,
): { readonly name: Name; readonly edit: TextEdit['range'] } | undefined {
  const outputs = analysis.syntax.entries.find(entry => entry.key.text === 'outputs')?.value;
  const entry = entriesOf(outputs).find(({ key }) => key.range.start <= offset && offset <= key.range.end);
  const range = entry && writtenRange(analysis.text, entry.key, entry.key.range, entry.key.text);
  return entry && range && { name: { kind: 'output', text: entry.key.text }, edit: range };
}
