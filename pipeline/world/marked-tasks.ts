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
  /** A need of them may be missing: it has no such name, or the task itself could not be read. */
  readonly open: readonly number[];
}

/** The tasks of a table with what is marked of them. */
export interface MarkedTable {
  readonly table: TaskTable;
  readonly marked: MarkedTasks;
}

/** Looks at every task once; where those of `previous` have the same names, only at what changed. */
export function markedTasks(table: TaskTable, previous?: MarkedTable): MarkedTasks {
  if (previous && previous.table.positions === table.positions && sameMarks(previous.table, table)) {
    return previous.marked;
  }
  const marked = { pooled: [], ruled: [], writing: [], reading: [], branching: [], misplaced: [], open: [] } as Record<
    keyof MarkedTasks,
    number[]
  >;
  for (let task = 0; task < table.units.length; task++) {
    const marks = marksOf(table, task);
    if (marks === 0) continue;
    for (const [bit, name] of names.entries()) if (marks & (1 << bit)) marked[name].push(task);
  }
  return marked;
}

const names = ['misplaced', 'pooled', 'ruled', 'writing', 'reading', 'branching', 'open'] as const;

/** What a task is marked with: a bit for each name. */
function marksOf({ units, needs }: TaskTable, task: number): number {
  const unit = units[task];
  if (!unit) return 0;
  const { facts } = unit;
  return (
    (unit.indent === units[0]?.indent ? 0 : 1) |
    (facts.pool ? 2 : 0) |
    (facts.rule ? 4 : 0) |
    (facts.writes.length > 0 ? 8 : 0) |
    (facts.reads.length > 0 ? 16 : 0) |
    (facts.guards.length > 0 || waitsForFailure(facts) ? 32 : 0) |
    (facts.broken || needs[task]?.includes(-1) ? 64 : 0)
  );
}

function sameMarks(before: TaskTable, now: TaskTable): boolean {
  if (before.units[0]?.indent !== now.units[0]?.indent) return false;
  for (let task = 0; task < now.units.length; task++) {
    if (before.units[task] !== now.units[task] && marksOf(before, task) !== marksOf(now, task)) return false;
  }
  return true;
}

/** Whether a task starts only after a failure. */
export function waitsForFailure({ rule }: TaskFacts): boolean {
  return rule?.text === 'one_failed' || rule?.text === 'all_failed';
}
