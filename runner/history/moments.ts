import type { RunState, TaskState } from '../run-state.ts';
import { topological, worksOf } from './work.ts';

/** An attempt that is over, or a point of time: a task that was not run for, a group's opening or its end. In milliseconds since 1970. */
export interface Moment {
  readonly task: string;
  readonly begin: number;
  readonly end: number;
  /** When an attempt could have begun, had there been room. */
  readonly queuedAt?: number;
  /** Whether anything ran in it. */
  readonly isWork: boolean;
  /** What had to be over before: needs, the attempt before it, what held its place. */
  readonly after: Moment[];
  /** The attempt for whose place it waited. */
  placeOf?: Moment;
}

/** What happened in a run, as far as it is over, each moment behind those that it came after. */
export function momentsOf(state: RunState): readonly Moment[] {
  const works = worksOf(
    [...state.tasks.values()].map(task => task.definition),
    new Map(),
  );
  const opened = new Set<string>();
  const moments: Moment[] = [];
  const before: Moment[][] = works.map(() => []);
  for (const place of topological(works)) {
    const { task, takesSlot, next } = works[place] as (typeof works)[number];
    const of = state.tasks.get(task.name);
    if (!of) continue;
    const own = takesSlot ? attemptsOf(of) : pointOf(of, opened.has(task.name));
    opened.add(task.name);
    for (const [index, moment] of own.entries()) {
      const previous = own[index - 1];
      for (const other of previous ? [previous] : (before[place] ?? [])) joinTo(moment, other);
      moments.push(moment);
    }
    const last = own.at(-1);
    if (last) for (const each of next) before[each]?.push(last);
  }
  joinPlaces(moments);
  return moments.sort((one, other) => one.begin - other.begin || one.end - other.end);
}

function attemptsOf(task: TaskState): Moment[] {
  const attempts = task.attempts.flatMap(({ queuedAt, startedAt, endedAt }) => {
    if (endedAt === undefined) return [];
    const times = { begin: Math.min(startedAt, endedAt), end: endedAt, ...(queuedAt !== undefined && { queuedAt }) };
    return [{ task: task.name, ...times, isWork: true, after: [] }];
  });
  return task.attempts.length > 0 ? attempts : pointOf(task, true);
}

/** Of a group first its opening, then its end. */
function pointOf({ name, openedAt, endedAt }: TaskState, isEnd: boolean): Moment[] {
  const at = isEnd ? endedAt : (openedAt ?? endedAt);
  return at === undefined ? [] : [{ task: name, begin: at, end: at, isWork: false, after: [] }];
}

/** A rule may have been content before a need had its end: then nothing was waited for. */
function joinTo(moment: Moment, before: Moment): void {
  if (before.end <= moment.begin) moment.after.push(before);
}

/** What could have begun before waited for the last attempt that ended then: as soon as there is room, something starts. */
function joinPlaces(moments: readonly Moment[]): void {
  const ends = moments
    .filter(({ isWork }) => isWork)
    .sort((one, other) => one.end - other.end || other.begin - one.begin);
  for (const moment of ends) {
    const { queuedAt, begin } = moment;
    if (queuedAt === undefined || queuedAt >= begin) continue;
    const giver = ends[countUpTo(ends, begin) - 1];
    if (!giver || giver.end <= queuedAt || giver.begin >= begin || giver.task === moment.task) continue;
    moment.placeOf = giver;
    moment.after.push(giver);
  }
}

/** How many ended at `time` or before. */
function countUpTo(ends: readonly Moment[], time: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as Moment).end <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
