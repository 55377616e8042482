import type { TaskUnit } from '../reading/task-unit.ts';

/** All tasks of a file by position: the position of a task is its rank in the file. */
export interface TaskTable {
  readonly units: readonly TaskUnit[];
  /** The position of the first task of each name. */
  readonly positions: ReadonlyMap<string, number>;
  /** Tasks whose name an earlier one has already, case ignored, with that earlier one. */
  readonly duplicates: readonly Duplicate[];
  /** For each task, aligned with `facts.needs`: the position of what it needs, -1 when there is no such task. */
  readonly needs: readonly (readonly number[])[];
}

export interface Duplicate {
  readonly task: number;
  readonly first: number;
}

/** Finds every need by its name. Linear in tasks and needs; where the names are those of `previous`, in what changed. */
export function taskTable(units: readonly TaskUnit[], previous?: TaskTable): TaskTable {
  const usable = previous && sameNames(previous.units, units) ? previous : undefined;
  const { positions, duplicates } = usable ?? namesOf(units);
  const needs = units.map((unit, position) => {
    if (usable && usable.units[position] === unit) return usable.needs[position] ?? none;
    const { facts } = unit;
    return facts.needs.length === 0 ? none : facts.needs.map(need => positions.get(need.text) ?? -1);
  });
  return { units, positions, duplicates, needs };
}

const none: readonly number[] = [];

function sameNames(before: readonly TaskUnit[], now: readonly TaskUnit[]): boolean {
  if (before.length !== now.length) return false;
  for (let position = 0; position < now.length; position++) {
    const [old, unit] = [before[position], now[position]];
    if (old !== unit && old?.facts.name !== unit?.facts.name) return false;
  }
  return true;
}

/** Most names have no capitals: then one map answers for both. */
function namesOf(units: readonly TaskUnit[]): Pick<TaskTable, 'positions' | 'duplicates'> {
  const positions = new Map<string, number>();
  const lowered = new Map<string, number>();
  const duplicates: Duplicate[] = [];
  for (let task = 0; task < units.length; task++) {
    const facts = units[task]?.facts;
    if (!facts) continue;
    const first = earlier(positions.get(facts.lowerName), lowered.get(facts.lowerName));
    if (first !== undefined) duplicates.push({ task, first });
    if (facts.name !== facts.lowerName && !lowered.has(facts.lowerName)) lowered.set(facts.lowerName, task);
    if (first === undefined || !positions.has(facts.name)) positions.set(facts.name, task);
  }
  return { positions, duplicates };
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
