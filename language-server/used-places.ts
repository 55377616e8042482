import type { Analysis } from '../pipeline/analyse.ts';
import { scalarOf } from '../pipeline/reading/fields.ts';
import { taskAt } from '../pipeline/task-at.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { occurrenceAt } from './names/find-name.ts';
import { entriesOf, entryIn, entryOf, placed, topEntry } from './task-facts.ts';
import { writtenRange } from './written-range.ts';

/** A place in another pipeline, which a task uses by `file`, as it is written. */
export interface UsedPlace {
  readonly file: string;
  /** Finds the place in what the other pipeline says; its beginning where there is no better one. */
  readonly find: (used: Analysis) => TextRange;
  /** The name of the param or the output as it stands here; absent for the path. */
  readonly name?: TextRange;
}

/** What stands at an offset that another pipeline declares: its file, a param of it in `with`, an output of it in an expression. */
export function usedPlaceAt(analysis: Analysis, offset: number): UsedPlace | undefined {
  const task = taskAt(analysis.syntax, offset);
  const uses = task && scalarOf(task.block.body, 'uses');
  if (task && uses) {
    if (holds(placed(task, uses.range), offset)) return { file: uses.text, find: () => ({ start: 0, end: 0 }) };
    const given = entriesOf(entryOf(task, 'with')?.value).find(({ key }) => holds(placed(task, key.range), offset));
    if (given) {
      const name = writtenRange(analysis.text, given.key, placed(task, given.key.range), given.key.text);
      return { file: uses.text, find: used => declared(used, 'params', given.key.text), ...(name ? { name } : {}) };
    }
  }
  const found = occurrenceAt(analysis, offset);
  const name = found?.name;
  const giver = name?.kind === 'output' ? analysis.syntax.tasksByName.get(name.task ?? '') : undefined;
  const file = giver && scalarOf(giver.block.body, 'uses')?.text;
  if (!found || !name || file === undefined) return undefined;
  return { file, find: used => declared(used, 'outputs', name.text), name: found.range };
}

function declared(used: Analysis, key: 'params' | 'outputs', name: string): TextRange {
  return entryIn(topEntry(used, key)?.value, name)?.key.range ?? { start: 0, end: 0 };
}

function holds(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
