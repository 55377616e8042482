import type { Task } from '../pipeline.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { ValueSyntax } from '../syntax.ts';
import { buildTask } from './build-task.ts';

/** Tasks that were built once, with what they were built from, so that those which did not change are used again. */
export interface BuiltTasks {
  readonly units: readonly TaskUnit[];
  readonly defaults: ValueSyntax | undefined;
  readonly tasks: readonly Task[];
}

/** Builds every task that is not among the first or the last of `previous` already. */
export function builtTasks(
  units: readonly TaskUnit[],
  defaults: ValueSyntax | undefined,
  previous: BuiltTasks | undefined,
): BuiltTasks {
  const usable = previous && previous.defaults === defaults ? previous : undefined;
  if (!usable) return { units, defaults, tasks: units.map(unit => buildTask(unit.block, defaults)) };
  const shared = Math.min(units.length, usable.units.length);
  let first = 0;
  while (first < shared && units[first] === usable.units[first]) first++;
  let last = 0;
  while (last < shared - first && units[units.length - 1 - last] === usable.units[usable.units.length - 1 - last])
    last++;
  const between = units.slice(first, units.length - last).map(unit => buildTask(unit.block, defaults));
  const tasks = usable.tasks.slice(0, first).concat(between, last === 0 ? [] : usable.tasks.slice(-last));
  return { units, defaults, tasks };
}
