import type { Task } from '../../pipeline/pipeline.ts';

/** How long tasks take, in milliseconds by their full names: those of a group as a whole, and of its members. */
export type Durations = ReadonlyMap<string, number>;

/** The middle of some numbers; of an even count the higher of the two in the middle. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/**
 * A guess for each of `tasks`: what is known of it; else the median of the known members of its group; else of all that
 * is known. Without any knowledge all take one second, so that a path with more tasks is a longer one.
 */
export function guessedDurations(tasks: readonly Task[], known: Durations): (task: Task) => number {
  const all: number[] = [];
  const siblings = new Map<string, number[]>();
  for (const { name, group } of tasks) {
    const duration = known.get(name);
    if (duration === undefined) continue;
    all.push(duration);
    if (group === undefined) continue;
    const others = siblings.get(group);
    if (others) others.push(duration);
    else siblings.set(group, [duration]);
  }
  const ofAll = median(all) ?? 1000;
  const ofGroup = new Map([...siblings].map(([group, durations]) => [group, median(durations)]));
  return ({ name, group }) => known.get(name) ?? (group === undefined ? undefined : ofGroup.get(group)) ?? ofAll;
}
