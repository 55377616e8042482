import type { Task } from '../../pipeline/pipeline.ts';
import type { Durations } from '../../runner/history/durations.ts';
import { estimate, expectedSpans } from '../../runner/history/estimate.ts';
import type { TaskTimes } from '../graph/messages.ts';
import type { RunTimes } from '../graph/run-facts.ts';
import { nameWithin } from '../task-lines/member-name.ts';

/** When each of `tasks`, as they stand in a run, is expected to run; nothing where nothing is known of any. */
export function expectedTimes(tasks: readonly Task[], known: Durations, maxParallel: number): RunTimes {
  const spans = expectedSpans(tasks, known, maxParallel);
  const nothing: RunTimes = { run: null, isNext: true, startedAt: 0, endedAt: 0, tasks: [] };
  if (!tasks.some(({ name }) => known.has(name))) return nothing;
  const { lengthMs, criticalPath, unknown } = estimate(tasks, known, maxParallel);
  const depths = new Map<string, number>();
  return {
    ...nothing,
    endedAt: Math.round(lengthMs),
    tasks: tasks.map(task => rowOf(task, depths)),
    expected: [...spans].map(([task, [from, to]]) => [task, from, to]),
    guessed: unknown,
    criticalPath,
  };
}

/** A group stands before its members. */
function rowOf({ name, group }: Task, depths: Map<string, number>): TaskTimes {
  const depth = group === undefined ? 0 : (depths.get(group) ?? 0) + 1;
  depths.set(name, depth);
  return { task: name, label: nameWithin(group, name), status: 'pending', depth, attempts: [] };
}
