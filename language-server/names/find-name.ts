import type { Analysis } from '../../pipeline/analyse.ts';
import { taskAt } from '../../pipeline/task-at.ts';
import { isSame, type Name, type Occurrence } from './name.ts';
import { occurrencesAtTop, occurrencesInTask } from './occurrences.ts';

/** The name that an offset touches. */
export function occurrenceAt(analysis: Analysis, offset: number): Occurrence | undefined {
  const task = taskAt(analysis.syntax, offset);
  const near = task ? occurrencesInTask(analysis, task) : occurrencesAtTop(analysis);
  return near.find(({ range }) => range.start <= offset && offset <= range.end);
}

/** Every place where a name stands, in the order of the text, each once. Only tasks that hold its letters are looked through. */
export function placesOf(analysis: Analysis, name: Name): readonly Occurrence[] {
  const places = new Map<number, Occurrence>();
  const letters = name.text.toLowerCase();
  const collect = (occurrences: readonly Occurrence[]) => {
    for (const occurrence of occurrences) {
      if (isSame(occurrence.name, name)) places.set(occurrence.range.start, occurrence);
    }
  };
  collect(occurrencesAtTop(analysis));
  for (const task of analysis.syntax.tasks) {
    const words = analysis.text.slice(task.start, task.start + task.block.range.end);
    if (words.toLowerCase().includes(letters)) collect(occurrencesInTask(analysis, task));
  }
  return [...places.values()].sort((one, other) => one.range.start - other.range.start);
}

/** Where a name is declared: nothing where it is not. */
export function definitionsOf(analysis: Analysis, name: Name): readonly Occurrence[] {
  const owner = name.kind === 'task' ? name.text : name.task;
  const task = owner === undefined ? undefined : analysis.syntax.tasksByName.get(owner);
  const near = task ? occurrencesInTask(analysis, task) : owner === undefined ? occurrencesAtTop(analysis) : [];
  const found = near.filter(place => place.isDefinition && isSame(place.name, name));
  return found.length > 0 ? found : placesOf(analysis, name).filter(place => place.isDefinition);
}

/** Where the name at an offset is declared: nothing where it is not. */
export function definitionsAt(analysis: Analysis, offset: number): readonly Occurrence[] {
  const found = occurrenceAt(analysis, offset);
  return found ? definitionsOf(analysis, found.name) : [];
}

/** Where the name at an offset stands. */
export function referencesAt(analysis: Analysis, offset: number, withDefinition: boolean): readonly Occurrence[] {
  const found = occurrenceAt(analysis, offset);
  if (!found) return [];
  return placesOf(analysis, found.name).filter(place => withDefinition || !place.isDefinition);
}
