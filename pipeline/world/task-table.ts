import type { TaskUnit } from '../reading/task-unit.ts';

/** All tasks of a file by position: the position of a task is its rank in the file. */
export interface TaskTable {
  readonly units: readonly TaskUnit[];
  /** The position of the first task of each name. */
  readonly positions: ReadonlyMap<string, number>;
  /** For each task, aligned with `facts.needs`: the position of what it needs, -1 when there is no such task. */
  readonly needs: readonly (readonly number[])[];
}

/** Finds every need by its name. Linear in tasks and needs. */
export function taskTable(units: readonly TaskUnit[]): TaskTable {
  const positions = new Map<string, number>();
  for (const [position, { facts }] of units.entries()) {
    if (!positions.has(facts.name)) positions.set(facts.name, position);
  }
  const needs = units.map(({ facts }) =>
    facts.needs.length === 0 ? none : facts.needs.map(need => positions.get(need.text) ?? -1),
  );
  return { units, positions, needs };
}

const none: readonly number[] = [];
