import type { Task } from '../../pipeline/pipeline.ts';
import type { Durations } from './durations.ts';
import { remainingOf, worksOf } from './work.ts';

/**
 * For each of `tasks`, as they stand in a run, by its name: the milliseconds from its start to the end of the longest
 * path below it. Empty when nothing is known of the past, so that the order of the file stays. Costs tasks plus needs.
 */
export function remainingPaths(tasks: readonly Task[], known: Durations): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  if (known.size === 0) return paths;
  const works = worksOf(tasks, known);
  const remaining = remainingOf(works);
  for (const [place, { task }] of works.entries()) {
    if (!paths.has(task.name)) paths.set(task.name, remaining[place] as number);
  }
  return paths;
}
