import { executorOf } from '../building/build-executors.ts';
import { closest } from '../closest.ts';
import type { Executor } from '../pipeline.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { entryOf, scalarOf, valueUnder } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { ScalarSyntax } from '../syntax.ts';
import { checkPlacedTask } from './check-placed-task.ts';
import type { FileFacts } from './file-facts.ts';

/** Tells of an executor that there is not, and of one that a task cannot run on as it is. */
export function checkExecutor({ block: { body, name } }: TaskUnit, file: FileFacts): readonly Problem[] {
  const defaults = valueUnder(file.body, 'defaults');
  const own = scalarOf(body, 'executor');
  const container = entryOf(body, 'container') ?? entryOf(defaults, 'container');
  const usual = scalarOf(defaults, 'executor');
  if (!own && !usual && !container) return none;
  if (entryOf(body, 'uses') || file.isBroken('executors')) return none;
  const unknown = own ? checkName(own, file) : none;
  if (unknown.length > 0) return unknown;
  const executor = executorBy(own ?? usual, file);
  if (!executor) return none;
  const { type } = executor;
  const isContained = type === 'docker' || type === 'podman' || type === 'kubernetes';
  const place = (own ?? name).range;
  if (isContained && !container) {
    const message = `"${name.text}" needs a "container" with the image that it runs in: its executor is ${type}.`;
    return [problem('invalid-value', place, message)];
  }
  if (container && (type === 'ssh' || type === 'slurm')) {
    const at = entryOf(body, 'container')?.key.range ?? place;
    const message = `"${name.text}" has a "container", which the executor ${type} does not start: call its program in "run", such as \`apptainer exec\`.`;
    return [problem('invalid-value', at, message)];
  }
  const found = checkPlacedTask(body, executor, container?.value, place);
  return found.length === 0 ? none : found;
}

/** The same of the name in `defaults`. */
export function checkDefaultExecutor(file: FileFacts): readonly Problem[] {
  const name = scalarOf(valueUnder(file.body, 'defaults'), 'executor');
  return name && !file.isBroken('executors') ? checkName(name, file) : none;
}

const none: readonly Problem[] = [];

function checkName(name: ScalarSyntax, { executors }: FileFacts): readonly Problem[] {
  if (executors.has(name.text)) return none;
  const near = closest(name.text, executors);
  const hint = near === undefined ? ' Add it to "executors".' : ` Did you mean "${near}"?`;
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, name.range, near)];
  return [problem('unknown-executor', name.range, `There is no executor "${name.text}".${hint}`, { fixes })];
}

/** `undefined` where the settings are faulty, which is told there. */
function executorBy(name: ScalarSyntax | undefined, { body, executors }: FileFacts): Executor | undefined {
  if (!name) return { type: 'local' };
  if (!executors.has(name.text)) return undefined;
  return executorOf(name.text, valueUnder(valueUnder(body, 'executors'), name.text));
}
