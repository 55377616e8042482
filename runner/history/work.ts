import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { type Durations, guessedDurations } from './durations.ts';

/** A piece of work, or a point in time when it takes no slot: a group with members is two such points, its opening and its end. */
export interface Work {
  readonly task: Task;
  readonly takesSlot: boolean;
  readonly durationMs: number;
  /** Places of what waits for it. */
  readonly next: number[];
  /** How many it waits for. */
  waits: number;
}

/** The work that `tasks`, each group followed by its members, come to. A group whose members are not known is one piece. */
export function worksOf(tasks: readonly Task[], known: Durations): Work[] {
  const guess = guessedDurations(tasks, known);
  const withMembers = new Set(tasks.map(task => task.group));
  const works: Work[] = [];
  const begins = new Map<string, number>();
  const ends = new Map<string, number>();
  const add = (task: Task, takesSlot: boolean) =>
    works.push({ task, takesSlot, durationMs: takesSlot ? guess(task) : 0, next: [], waits: 0 }) - 1;
  for (const task of tasks) {
    const isOpened = isGroup(task) && withMembers.has(task.name);
    const begin = add(task, !isOpened);
    begins.set(task.name, begin);
    ends.set(task.name, isOpened ? add(task, false) : begin);
  }
  const join = (before: number | undefined, after: number | undefined) => {
    if (before === undefined || after === undefined || before === after) return;
    works[before]?.next.push(after);
    const later = works[after];
    if (later) later.waits++;
  };
  for (const { name, needs, group } of tasks) {
    join(begins.get(name), ends.get(name));
    for (const need of new Set(needs)) join(ends.get(need), begins.get(name));
    if (group === undefined) continue;
    join(begins.get(group), begins.get(name));
    join(ends.get(name), ends.get(group));
  }
  return works;
}

/** For each place, how long it takes from the beginning of that work to the end of the longest path below it. */
export function remainingOf(works: readonly Work[]): Float64Array {
  const remaining = new Float64Array(works.length);
  const order = topological(works);
  for (let index = order.length - 1; index >= 0; index--) {
    const place = order[index] as number;
    const work = works[place] as Work;
    let longest = 0;
    for (const next of work.next) longest = Math.max(longest, remaining[next] as number);
    remaining[place] = work.durationMs + longest;
  }
  return remaining;
}

/** Places so that each stands before what waits for it. */
export function topological(works: readonly Work[]): number[] {
  const waits = Int32Array.from(works, work => work.waits);
  const order: number[] = [];
  for (const [place, count] of waits.entries()) if (count === 0) order.push(place);
  for (let index = 0; index < order.length; index++) {
    for (const next of works[order[index] as number]?.next ?? []) {
      waits[next] = (waits[next] as number) - 1;
      if (waits[next] === 0) order.push(next);
    }
  }
  return order;
}
