import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { usedNames } from '../../pipeline/expressions/references.ts';
import type { Json, Task } from '../../pipeline/pipeline.ts';
import { ownEnvironment } from '../scopes.ts';
import type { Workplace } from '../workplace.ts';

/** What a condition reads, with its value. */
export interface Operand {
  readonly name: string;
  /** Absent when it stood in a file with variables, of which a journal keeps no values. */
  readonly value?: Json;
}

/** What the `if` of a task reads, each once, with the values as the run stands. What cannot be worked out is left out. */
export function conditionOperands(
  task: Task,
  { scopes, expressions }: Pick<Workplace, 'scopes' | 'expressions'>,
): Operand[] {
  const parsed = parseExpression(task.if ?? '');
  if (!parsed.ok) return [];
  const env = ownEnvironment(task, scopes.of(task), expressions);
  const names = new Set<string>();
  for (const { context, steps, complete } of usedNames(parsed).references) {
    if (complete) names.add(context.name + steps.map(({ name }) => stepText(name)).join(''));
  }
  return [...names].flatMap(name => {
    const evaluated = expressions.evaluate(name, task, 'error' in env ? {} : env.values);
    return evaluated.ok ? [{ name, value: evaluated.value }] : [];
  });
}

/** As the run of the past knew it, of which the variables from `env_files` are not kept: what seems not to be there may have been. */
export function keptOperands(operands: readonly Operand[], envFiles: readonly string[]): readonly Operand[] {
  if (envFiles.length === 0) return operands;
  return operands.map(operand =>
    operand.value === null && /^env\b/i.test(operand.name) ? { name: operand.name } : operand,
  );
}

/** `params.region is us, tasks.a.outputs.n is 3`. */
export function operandsText(operands: readonly Operand[]): string {
  return operands.map(({ name, value }) => `${name} is ${shown(value)}`).join(', ');
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'not kept';
  if (value === null) return 'not there';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? 'empty' : text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function stepText(name: string): string {
  return /^[a-z_][\w-]*$/i.test(name) ? `.${name}` : `['${name.replaceAll("'", "''")}']`;
}
