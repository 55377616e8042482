import type { Analysis } from '../analyse.ts';
import type { PlacedReference } from '../checks/expression-words.ts';
import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';

/** Finds what expressions read of used pipelines that these do not give; `outputs` are their names, by the task that uses them. */
export function checkUsedOutputs(
  analysis: Analysis,
  outputs: ReadonlyMap<string, readonly string[]>,
): readonly Problem[] {
  const world = analysis.kept.assembly?.world;
  if (!world || outputs.size === 0) return [];
  const inTasks = world.table.units.flatMap((unit, position) => {
    if (!unit.facts.readsTasks) return [];
    const start = analysis.syntax.tasks[position]?.start ?? 0;
    return unit.facts.references.flatMap(reference => checkReference(reference, start, outputs));
  });
  return [...world.file.references.flatMap(reference => checkReference(reference, 0, outputs)), ...inTasks];
}

function checkReference(
  { context, steps }: PlacedReference,
  start: number,
  outputs: ReadonlyMap<string, readonly string[]>,
): readonly Problem[] {
  const [task, property, output] = steps;
  if (context.name !== 'tasks' || property?.name !== 'outputs' || !task || !output) return [];
  const known = outputs.get(task.name);
  if (!known || known.includes(output.name)) return [];
  const near = closest(output.name, known);
  const hint =
    near !== undefined
      ? `Did you mean "${near}"?`
      : known.length > 0
        ? `It gives ${known.map(name => `"${name}"`).join(', ')}.`
        : 'It gives none: add "outputs" at its top level.';
  const range = { start: output.range.start + start, end: output.range.end + start };
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, range, near)];
  const message = `The pipeline that "${task.name}" uses gives no output "${output.name}". ${hint}`;
  return [problem('undeclared-output', range, message, { fixes })];
}
