import { parseExpression } from '../expressions/parse.ts';
import { usedNames } from '../expressions/references.ts';
import { splitTemplate } from '../expressions/template.ts';
import type { Task } from '../pipeline.ts';

/** What of a fanned-out task the group can work out, and what only the instances can, for it reads the matrix or the item. */
export interface SplitCondition {
  readonly group: Pick<Task, 'if' | 'env'>;
  readonly each: { readonly if?: string; readonly env?: Task['env'] };
}

/** Parts the `if` and the `env` of a task with `matrix` or `foreach`: an `if` that reads a variable goes where all variables are known. */
export function splitCondition(task: Task): SplitCondition {
  const own = task.foreach ? task.foreach.as : 'matrix';
  const varying = Object.keys(task.env).filter(name => templateReads(task.env[name] ?? '', own));
  const varies = varying.length > 0;
  const env = varies ? without(task.env, varying) : task.env;
  const isEach =
    task.if !== undefined && (expressionReads(task.if, own) || (varies && expressionReads(task.if, 'env')));
  const condition = task.if === undefined ? {} : { if: task.if };
  return {
    group: { env, ...(isEach ? {} : condition) },
    each: { ...(varies ? { env: task.env } : {}), ...(isEach ? condition : {}) },
  };
}

function without(env: Task['env'], names: readonly string[]): Task['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

function templateReads(template: string, context: string): boolean {
  return splitTemplate(template).some(part => part.kind === 'expression' && expressionReads(part.text, context));
}

/** Names of contexts are the same in any case. */
function expressionReads(expression: string, context: string): boolean {
  const parsed = parseExpression(expression);
  if (!parsed.ok) return false;
  return usedNames(parsed).references.some(({ context: { name } }) => name.toLowerCase() === context.toLowerCase());
}
