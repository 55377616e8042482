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
  /** For each task the sum of its `marks`. */
  readonly marks: Uint8Array;
}

/** The tasks of a table with what is marked of them. */
export interface MarkedTable {
  readonly table: TaskTable;
  readonly marked: MarkedTasks;
}

/** A bit for each thing that is marked of a task. */
export const marks = {
  misplaced: 1,
  pooled: 2,
  ruled: 4,
  writing: 8,
  reading: 16,
  branching: 32,
  open: 64,
  readsTasks: 128,
} as const;

/** Looks at every task once; where those of `previous` have the same names, only at what changed. */
export function markedTasks(table: TaskTable, previous?: MarkedTable): MarkedTasks {
  const usable = previous && previous.table.positions === table.positions && sameColumn(previous.table, table);
  const known = usable ? remarked(table, previous) : undefined;
  if (usable && !known) return previous.marked;
  const all = known ?? new Uint8Array(table.units.length);
  if (!known) for (let task = 0; task < all.length; task++) all[task] = marksOf(table, task);
  const lists = { pooled: [], ruled: [], writing: [], reading: [], branching: [], misplaced: [], open: [] } as Record<
    (typeof names)[number],
    number[]
  >;
  for (let task = 0; task < all.length; task++) {
    const own = all[task] ?? 0;
    if (own !== 0) for (const name of names) if (own & marks[name]) lists[name].push(task);
  }
  return { ...lists, marks: all };
}

const names = ['misplaced', 'pooled', 'ruled', 'writing', 'reading', 'branching', 'open'] as const;

function sameColumn(before: TaskTable, now: TaskTable): boolean {
  return before.units[0]?.indent === now.units[0]?.indent;
}

/** The marks of all tasks when those that changed are looked at again; nothing when they are the same as before. */
function remarked(table: TaskTable, { table: before, marked }: MarkedTable): Uint8Array | undefined {
  let changed: Uint8Array | undefined;
  for (let task = 0; task < table.units.length; task++) {
    if (before.units[task] === table.units[task]) continue;
    const own = marksOf(table, task);
    if (own === marked.marks[task]) continue;
    changed ??= marked.marks.slice();
    changed[task] = own;
  }
  return changed;
}

function marksOf({ units, needs }: TaskTable, task: number): number {
  const unit = units[task];
  if (!unit) return 0;
  const { facts } = unit;
  return (
    (unit.indent === units[0]?.indent ? 0 : marks.misplaced) |
    (facts.pool ? marks.pooled : 0) |
    (facts.rule ? marks.ruled : 0) |
    (facts.writes.length > 0 ? marks.writing : 0) |
    (facts.reads.length > 0 ? marks.reading : 0) |
    (facts.guards.length > 0 || waitsForFailure(facts) ? marks.branching : 0) |
    (facts.broken || needs[task]?.includes(-1) ? marks.open : 0) |
    (facts.readsTasks ? marks.readsTasks : 0)
  );
}

/** Whether a task starts only after a failure. */
export function waitsForFailure({ rule }: TaskFacts): boolean {
  return rule?.text === 'one_failed' || rule?.text === 'all_failed';
}
