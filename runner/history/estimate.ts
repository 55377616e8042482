import type { Task } from '../../pipeline/pipeline.ts';
import type { Durations } from './durations.ts';
import { simulatedRun } from './simulation.ts';
import { remainingOf, type Work, worksOf } from './work.ts';

/** What a run will take, by what its tasks took before. All durations are milliseconds. */
export interface Estimate {
  /** From the first start to the last end, with no more than `max_parallel` tasks at once. */
  readonly lengthMs: number;
  /** The names along the longest path: no run can be shorter, however much may run at once. */
  readonly criticalPath: readonly string[];
  readonly criticalPathMs: number;
  /** The tasks of which nothing is known, so that their durations are guesses. */
  readonly unknown: readonly string[];
}

/**
 * Estimates a run of `tasks`, as they stand in a run, by going through it as `simulatedRun` says. Who knows that a task
 * will not run gives it the duration 0.
 */
export function estimate(tasks: readonly Task[], known: Durations, maxParallel: number): Estimate {
  const works = worksOf(tasks, known);
  const remaining = remainingOf(works);
  const path = criticalPath(works, remaining);
  return {
    lengthMs: simulatedRun(works, remaining, maxParallel).lengthMs,
    criticalPath: path.map(work => work.task.name),
    criticalPathMs: path.reduce((sum, work) => sum + work.durationMs, 0),
    unknown: works.filter(work => work.takesSlot && !known.has(work.task.name)).map(work => work.task.name),
  };
}

/** When each of `tasks` is expected to run in a run from its beginning: milliseconds from its start; none where nothing is known. */
export function expectedSpans(
  tasks: readonly Task[],
  known: Durations,
  maxParallel: number,
): ReadonlyMap<string, readonly [from: number, to: number]> {
  const spans = new Map<string, readonly [number, number]>();
  if (known.size === 0) return spans;
  const works = worksOf(tasks, known);
  const { starts } = simulatedRun(works, remainingOf(works), maxParallel);
  for (const [place, { task, durationMs }] of works.entries()) {
    const start = starts[place] ?? -1;
    if (start >= 0) spans.set(task.name, [start, start + durationMs]);
  }
  return spans;
}

function criticalPath(works: readonly Work[], remaining: Float64Array): Work[] {
  const path: Work[] = [];
  const longest = (places: Iterable<number>) => {
    let best: number | undefined;
    for (const place of places) {
      if (best === undefined || (remaining[place] as number) > (remaining[best] as number)) best = place;
    }
    return best;
  };
  const first = [...works.keys()].filter(place => works[place]?.waits === 0);
  for (let place = longest(first); place !== undefined; place = longest(works[place]?.next ?? [])) {
    const work = works[place] as Work;
    if (work.takesSlot && work.durationMs > 0) path.push(work);
  }
  return path;
}
