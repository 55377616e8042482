import { type PlacedReference, unknown } from '../checks/expression-words.ts';
import { closest } from '../closest.ts';
import type { NameInExpression } from '../expressions/references.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { addNeed } from '../reading/need-slot.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import { checkConditions } from './check-conditions.ts';
import { checkDefaultExecutor, checkExecutor } from './check-executor.ts';
import { checkDefaultRetryTime, checkRetryTime } from './check-retry-time.ts';
import type { FileFacts } from './file-facts.ts';
import type { NearestTask } from './nearest-task.ts';
import type { Upstream } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** What a reference is checked against. */
export interface World {
  readonly file: FileFacts;
  readonly table: TaskTable;
  readonly upstream: Upstream;
  readonly nearest: NearestTask;
}

/** Checks what a task's expressions say about params, environment and other tasks; ranges as in the task's facts. */
export function checkTaskReferences(unit: TaskUnit, position: number, world: World): readonly Problem[] {
  const { references, conditions } = unit.facts;
  const placed = [...checkRetryTime(unit, world.file), ...checkExecutor(unit, world.file)];
  if (references.length === 0 && conditions.length === 0) return placed;
  const problems: Problem[] = [...placed, ...checkConditions(conditions, unit, world)];
  for (const reference of references) {
    const found =
      reference.context.name === 'tasks'
        ? checkUpstream(reference, unit, position, world)
        : checkSimple(reference, unit, world.file);
    for (const wrong of found) problems.push(wrong);
  }
  return problems.length === 0 ? none : problems;
}

const none: readonly Problem[] = [];

/** Checks the expressions of the top level: only `outputs` can see tasks, for it is read when all is done. */
export function checkFileReferences(world: World): readonly Problem[] {
  const compared = checkConditions(world.file.conditions, undefined, world);
  const referred = world.file.references.flatMap(reference => {
    if (reference.context.name !== 'tasks') return checkSimple(reference, undefined, world.file);
    if (reference.path[0] === 'outputs') return checkTarget(reference, world).problems;
    const message = `Only tasks and "outputs" can read other tasks; in "${reference.path[0]}" none has run yet.`;
    return [problem('not-upstream', reference.context.range, message)];
  });
  return [...compared, ...referred, ...checkDefaultRetryTime(world.file), ...checkDefaultExecutor(world.file)];
}

function checkSimple(reference: PlacedReference, unit: TaskUnit | undefined, file: FileFacts): readonly Problem[] {
  const [name] = reference.steps;
  if (!name) return none;
  if (reference.context.name === 'params' && !file.params.has(name.name) && !file.isBroken('params')) {
    return [unknown('param', name, file.params.keys())];
  }
  if (reference.context.name !== 'env') return none;
  const declared = file.env.has(name.name) || unit?.facts.env.includes(name.name);
  if (file.secrets.has(name.name) && !declared) {
    const message = `No expression can read the secret "${name.name}", here it is empty: write "$${name.name}" in the script, it is in the environment.`;
    return [problem('secret-in-command', name.range, message)];
  }
  const mayBeKnown = file.hasEnvFiles || unit?.facts.broken || ['env', 'secrets', 'env_files'].some(file.isBroken);
  if (declared || mayBeKnown) return none;
  return [unknown('declared environment variable', name, [...file.env, ...(unit?.facts.env ?? []), ...file.secrets])];
}

/** Checks that the task and the output are there; answers the position of the task. */
function checkTarget(
  reference: PlacedReference,
  { table, nearest }: World,
): { position?: number; problems: readonly Problem[] } {
  const [name, property, output] = reference.steps;
  if (!name) return { problems: none };
  const position = table.positions.get(name.name);
  const nearTask = position === undefined ? nearest.find(name.name, undefined) : undefined;
  if (position === undefined) return { problems: [unknown('task', name, nearTask === undefined ? [] : [nearTask])] };
  const facts = table.units[position]?.facts;
  const declared =
    !output ||
    property?.name !== 'outputs' ||
    facts?.outputsUnknown ||
    facts?.outputs.has(output.name) ||
    facts?.broken;
  if (declared || !output) return { position, problems: none };
  return { position, problems: [undeclared(name.name, output, [...(facts?.outputs.keys() ?? [])])] };
}

function undeclared(task: string, output: NameInExpression, known: readonly string[]): Problem {
  const near = closest(output.name, known);
  const hint =
    near !== undefined
      ? ` Did you mean "${near}"?`
      : known.length > 0
        ? ` It declares ${known.map(name => `"${name}"`).join(', ')}.`
        : ' It declares none: add "outputs" to it.';
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, output.range, near)];
  const message = `The task "${task}" declares no output "${output.name}".${hint}`;
  return problem('undeclared-output', output.range, message, { fixes });
}

function checkUpstream(reference: PlacedReference, unit: TaskUnit, task: number, world: World): readonly Problem[] {
  const [name] = reference.steps;
  // A name that its needs have too is told of there.
  if (name && !world.table.positions.has(name.name) && unit.facts.needs.some(({ text }) => text === name.name))
    return none;
  const { position, problems } = checkTarget(reference, world);
  if (position === undefined || !name || problems.length > 0) return problems;
  if (position === task) {
    return [problem('not-upstream', name.range, `"${name.name}" cannot read itself: it has not run yet.`)];
  }
  if (world.table.needs[task]?.includes(position) || world.upstream.mayReach(task, position)) return none;
  const above = world.upstream.reaches(position, task);
  const mend = above ? `"${name.name}" itself waits for "${unit.facts.name}".` : `Add "${name.name}" to its "needs".`;
  const fixes = above ? [] : addNeed(unit.facts.needSlot, name.name, 0);
  const message = `"${name.name}" is not upstream of "${unit.facts.name}", so it may not have run yet. ${mend}`;
  return [problem('not-upstream', name.range, message, { fixes })];
}
