import { isAbsolute } from 'node:path';
import { splitTemplate } from '../../pipeline/expressions/template.ts';
import type { Action, Json, Task } from '../../pipeline/pipeline.ts';
import { type FilledTask, fillTask } from '../fill-task.ts';
import type { RunState, TaskState } from '../run-state.ts';
import type { GivenEnvironments } from '../secrets/given.ts';
import { localName } from '../task-index.ts';
import type { Workplace } from '../workplace.ts';
import type { CacheSubject, NeedOutputs } from './cache-subject.ts';
import { tasksRead } from './tasks-read.ts';

/** What the result of a task depends on, as the run stands now; an error when the task cannot be filled in. */
export function taskSubject(
  task: Task,
  place: Workplace,
  given: GivenEnvironments,
): CacheSubject | { readonly error: string } {
  const filled = fillTask(task, place);
  if ('error' in filled) return filled;
  const { scope, action, workingDirectory, outputs, inputs, place: where } = filled;
  const texts = textsOf(task).filter(text => text.includes('${{'));
  const hasExpressions = texts.length > 0;
  return {
    ...{ task: task.name, pipeline: scope.name, file: scope.file, action, workingDirectory, outputs, inputs },
    ...(where?.container && { container: where.container }),
    template: hasExpressions ? JSON.stringify(task.action) : '',
    ...environmentOf(filled, given),
    needs: task.needs.length + texts.length > 0 ? needsOf(task, place, texts) : {},
    expressions: () => (hasExpressions ? valuesOf(texts, task, filled, place) : {}),
  };
}

/** What comes from a file with variables is hidden too: nobody meant it to be copied. */
function environmentOf(
  { scope, env }: FilledTask,
  given: GivenEnvironments,
): Pick<CacheSubject, 'env' | 'hiddenEnv' | 'secrets'> {
  const all: Record<string, string> = { ...scope.env, ...scope.added, ...env };
  const hidden: Record<string, string> = {};
  if (given.size === 0) return { env: all, hiddenEnv: hidden, secrets: scope.secrets };
  for (const { variables } of given.values()) {
    for (const [name, value] of Object.entries(variables)) {
      if (all[name] !== value) continue;
      hidden[name] = value;
      delete all[name];
    }
  }
  return { env: all, hiddenEnv: hidden, secrets: scope.secrets };
}

function textsOf({ action, container, env, inputs, outputs, workingDirectory }: Task): readonly string[] {
  const texts = wordsOf(action).concat(inputs, workingDirectory ?? []);
  if (container) texts.push(container.image, ...container.volumes);
  for (const name of Object.keys(env)) texts.push(env[name] ?? '');
  for (const output of Object.values(outputs)) if ('path' in output) texts.push(output.path);
  return texts;
}

function wordsOf(action: Action): string[] {
  if (action.kind === 'script') return [action.script];
  return action.kind === 'program' ? [...action.argv] : [];
}

/** The needs, and the tasks further up whose outputs the task reads by name: a path says nothing of what the file holds. */
function needsOf(task: Task, { expressions, state }: Workplace, texts: readonly string[]): CacheSubject['needs'] {
  const names = new Set(task.needs.map(need => localName(need, task.scope)));
  const read = tasksRead(texts);
  for (const name of read === 'any' ? allAbove(task, state) : read) {
    const found = expressions.index.find(task, name);
    if (found) names.add(localName(found.name, task.scope));
  }
  const needs: Record<string, NeedOutputs> = {};
  for (const name of names) {
    const need = expressions.index.find(task, name);
    if (!need) continue;
    const values = expressions.outputsOf(need, task);
    if (Object.keys(values).length > 0) needs[name] = { values, files: filesOf(need, values) };
  }
  return needs;
}

/** All that has to end before the task, as its file calls it: more could be read, but may be under way. */
function allAbove(task: Task, { tasks }: RunState): Iterable<string> {
  const above = new Set(task.needs);
  for (const name of above) for (const need of tasks.get(name)?.definition.needs ?? []) above.add(need);
  return Array.from(above, name => localName(name, task.scope));
}

/** Which outputs are files. What a used pipeline gives has no type: there, an absolute path is taken for a file. */
function filesOf({ definition }: TaskState, values: Readonly<Record<string, Json>>): readonly string[] {
  const isUsed = definition.action.kind === 'pipeline';
  return Object.keys(values).filter(name => {
    const declared = definition.outputs[name];
    return declared ? 'path' in declared : isUsed && isPath(values[name]);
  });
}

function isPath(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isPath);
  return typeof value === 'string' && isAbsolute(value);
}

function valuesOf(
  texts: readonly string[],
  task: Task,
  { scope, env }: FilledTask,
  { expressions }: Workplace,
): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const text of texts) {
    for (const part of splitTemplate(text)) {
      // Of variables it is told by their own names, and their values may have to be hidden.
      if (part.kind !== 'expression' || /\benv\b/i.test(part.text)) continue;
      const evaluated = expressions.evaluate(part.text, task, { ...scope.env, ...env });
      if (evaluated.ok) values[part.text.trim()] = evaluated.value;
    }
  }
  return values;
}
