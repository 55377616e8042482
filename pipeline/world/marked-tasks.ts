import type { TaskFacts } from '../reading/task-facts.ts';
import type { TaskTable } from './task-table.ts';

/** The positions of the tasks that some checks are about: most tasks of a large file are none of them. */
export interface MarkedTasks {
  readonly pooled: readonly number[];
  readonly ruled: readonly number[];
  readonly writing: readonly number[];
  readonly reading: readonly number[];
  /** They run under a condition, or after a failure. */
  readonly branching: readonly number[];
  /** They do not begin in the column of the first. */
  readonly misplaced: readonly number[];
}

/** Looks at every task once. */
export function markedTasks({ units }: TaskTable): MarkedTasks {
  const marked = { pooled: [], ruled: [], writing: [], reading: [], branching: [], misplaced: [] } as Record<
    keyof MarkedTasks,
    number[]
  >;
  const indent = units[0]?.indent;
  for (let task = 0; task < units.length; task++) {
    const unit = units[task];
    if (!unit) continue;
    const { facts } = unit;
    if (unit.indent !== indent) marked.misplaced.push(task);
    if (facts.pool) marked.pooled.push(task);
    if (facts.rule) marked.ruled.push(task);
    if (facts.writes.length > 0) marked.writing.push(task);
    if (facts.reads.length > 0) marked.reading.push(task);
    if (facts.guards.length > 0 || waitsForFailure(facts)) marked.branching.push(task);
  }
  return marked;
}

/** Whether a task starts only after a failure. */
export function waitsForFailure({ rule }: TaskFacts): boolean {
  return rule?.text === 'one_failed' || rule?.text === 'all_failed';
}
