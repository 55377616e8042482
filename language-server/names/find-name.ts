import type { Analysis } from '../../pipeline/analyse.ts';
import { taskAt } from '../task-facts.ts';
import { isSame, type Name, type Occurrence } from './name.ts';
import { allOccurrences, occurrencesAtTop, occurrencesInTask } from './occurrences.ts';

/** The name that an offset touches. */
export function occurrenceAt(analysis: Analysis, offset: number): Occurrence | undefined {
  const task = taskAt(analysis, offset);
  const near = task ? occurrencesInTask(analysis, task) : occurrencesAtTop(analysis);
  return near.find(({ range }) => range.start <= offset && offset <= range.end);
}

/** Every place where a name stands, in the order of the text, each once. */
export function placesOf(analysis: Analysis, name: Name): readonly Occurrence[] {
  const places = new Map<number, Occurrence>();
  for (const occurrence of allOccurrences(analysis)) {
    if (isSame(occurrence.name, name)) places.set(occurrence.range.start, occurrence);
  }
  return [...places.values()].sort((one, other) => one.range.start - other.range.start);
}

/** Where the name at an offset is declared: nothing where it is not. */
export function definitionsAt(analysis: Analysis, offset: number): readonly Occurrence[] {
  const found = occurrenceAt(analysis, offset);
  return found ? placesOf(analysis, found.name).filter(place => place.isDefinition) : [];
}

/** Where the name at an offset stands. */
export function referencesAt(analysis: Analysis, offset: number, withDefinition: boolean): readonly Occurrence[] {
  const found = occurrenceAt(analysis, offset);
  if (!found) return [];
  return placesOf(analysis, found.name).filter(place => withDefinition || !place.isDefinition);
}
