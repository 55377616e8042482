import type { EntryUnit } from '../reading/entry-unit.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { Units } from '../reading/units.ts';
import type { TaskSyntax } from '../syntax.ts';

/** An entry of the top level and where its piece begins in the text. */
export interface PlacedEntry {
  readonly unit: EntryUnit;
  readonly start: number;
}

/** The units of a text by their kind, with their places. */
export interface PlacedUnits {
  readonly entries: readonly PlacedEntry[];
  readonly taskUnits: readonly TaskUnit[];
  readonly tasks: readonly TaskSyntax[];
}

/** Sorts units by their kind; the tasks of `before` that stand where they stood are the very same. */
export function placeUnits({ units, starts }: Units, before?: PlacedUnits): PlacedUnits {
  const entries: PlacedEntry[] = [];
  const taskUnits: TaskUnit[] = [];
  const taskStarts: number[] = [];
  for (let index = 0; index < units.length; index++) {
    const unit = units[index];
    if (unit?.kind === 'task') {
      taskUnits.push(unit);
      taskStarts.push(starts[index] ?? 0);
    } else if (unit) entries.push({ unit, start: starts[index] ?? 0 });
  }
  return { entries, taskUnits, tasks: placedTasks(taskUnits, taskStarts, before) };
}

/** The edit between two readings moves all tasks before what it changed by the same, mostly by nothing. */
function placedTasks(
  units: readonly TaskUnit[],
  starts: readonly number[],
  before: PlacedUnits | undefined,
): readonly TaskSyntax[] {
  let same = 0;
  if (before && before.tasks[0]?.start === starts[0])
    while (same < units.length && units[same] === before.taskUnits[same]) same++;
  const tasks = before && same > 0 ? before.tasks.slice(0, same) : [];
  for (let task = same; task < units.length; task++) {
    const known = before?.taskUnits[task] === units[task] ? before?.tasks[task] : undefined;
    const start = starts[task] ?? 0;
    const block = units[task]?.block;
    if (block) tasks.push(known?.start === start ? known : { start, block });
  }
  return tasks;
}
