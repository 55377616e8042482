import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { type Reference, usedNames } from '../../pipeline/expressions/references.ts';
import { expressionsIn } from '../../pipeline/expressions/template.ts';
import type { Task } from '../../pipeline/pipeline.ts';

/** The names that expressions read of a context, in lower case; `any` when it is chosen only while it runs which. */
export type Names = ReadonlySet<string> | 'any';

/** What the expressions of a task read. Names of tasks are as the file of the task writes them. */
export interface TaskReads {
  readonly params: Names;
  readonly tasks: Names;
}

const nothing: TaskReads = { params: new Set(), tasks: new Set() };

/** Finds what a task's script, environment, condition, paths and `with` read. A task without expressions costs next to nothing. */
export function readsOf(task: Task): TaskReads {
  const bare = [task.if, task.foreach?.list].filter(text => text !== undefined);
  const expressions = [...bare, ...textsOf(task).flatMap(expressionsIn)];
  return expressions.length === 0 ? nothing : readsIn(expressions);
}

/** What texts that may hold `${{ … }}` read. */
export function readsOfTexts(texts: Iterable<string>): TaskReads {
  return readsIn([...texts].flatMap(expressionsIn));
}

function textsOf({ action, env, workingDirectory, outputs, container }: Task): string[] {
  const texts = Object.values(env);
  if (workingDirectory !== undefined) texts.push(workingDirectory);
  for (const output of Object.values(outputs)) if ('path' in output) texts.push(output.path);
  if (container) texts.push(container.image, ...container.volumes);
  if (action.kind === 'script') texts.push(action.script);
  else if (action.kind === 'program') texts.push(...action.argv);
  else texts.push(...Object.values(action.with).filter(value => typeof value === 'string'));
  return texts;
}

function readsIn(expressions: readonly string[]): TaskReads {
  const references = expressions.flatMap(text => {
    const parsed = parseExpression(text);
    return parsed.ok ? usedNames(parsed).references : [];
  });
  return { params: namesOf('params', references), tasks: namesOf('tasks', references) };
}

function namesOf(context: string, references: readonly Reference[]): Names {
  const names = new Set<string>();
  for (const reference of references) {
    if (reference.context.name.toLowerCase() !== context) continue;
    const [step] = reference.steps;
    if (!step) return 'any';
    names.add(step.name.toLowerCase());
  }
  return names;
}
