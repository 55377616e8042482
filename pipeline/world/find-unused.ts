import { type Problem, problem } from '../problem.ts';
import type { TaskSyntax } from '../syntax.ts';
import type { World } from './check-references.ts';
import type { FileFacts } from './file-facts.ts';
import type { Order } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** Hints for params that no expression reads. */
export function unusedParams(file: FileFacts, { units }: TaskTable): readonly Problem[] {
  const unread = new Map(file.params);
  const read = (references: FileFacts['references']): void => {
    for (const { context, steps } of references) {
      if (context.name !== 'params') continue;
      if (steps[0]) unread.delete(steps[0].name);
      else unread.clear();
    }
  };
  read(file.references);
  for (const { facts } of units) {
    if (unread.size === 0) break;
    if (facts.references.length > 0) read(facts.references);
  }
  return Array.from(unread.values(), key =>
    problem(
      'unused-param',
      key.range,
      `The param "${key.text}" is read by no expression: write \${{ params.${key.text} }} where it counts.`,
    ),
  );
}

/** Tasks that give outputs and that nobody needs: only theirs may be read by nobody. */
export function lastGivers({ units }: TaskTable, order: Order): readonly number[] {
  const tasks: number[] = [];
  for (let task = 0; task < units.length; task++) {
    if (order.needed[task] === 0 && (units[task]?.facts.outputs.size ?? 0) > 0) tasks.push(task);
  }
  return tasks;
}

/** Hints for value outputs of `givers` that no expression reads. */
export function unusedOutputs(
  { file, table }: World,
  givers: readonly number[],
  tasks: readonly TaskSyntax[],
): readonly Problem[] {
  if (givers.length === 0) return [];
  const read = readOutputs(file, table);
  return givers.flatMap(task => {
    const { name, outputs } = table.units[task]?.facts ?? { name: '', outputs: new Map() };
    if (read.has(`${name}\n`)) return [];
    const unread = Array.from(outputs).filter(([output, { value }]) => value && !read.has(`${name}\n${output}`));
    return unread.map(([output, { place }]) => {
      const start = tasks[task]?.start ?? 0;
      const range = { start: place.range.start + start, end: place.range.end + start };
      const message = `Nobody reads the output "${output}" of "${name}": no task needs it, no expression names it.`;
      return problem('unused-output', range, message);
    });
  });
}

/** `task\noutput` for each that is read, `task\n` where all of a task's are. */
function readOutputs(file: FileFacts, { units }: TaskTable): ReadonlySet<string> {
  const read = new Set<string>();
  const collect = (references: FileFacts['references']): void => {
    for (const { context, steps } of references) {
      if (context.name === 'tasks' && steps[0]) read.add(`${steps[0].name}\n${steps[2]?.name ?? ''}`);
    }
  };
  collect(file.references);
  for (const { facts } of units) if (facts.readsTasks) collect(facts.references);
  return read;
}
