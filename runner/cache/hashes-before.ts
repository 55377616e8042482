import type { Task } from '../../pipeline/pipeline.ts';
import { ownEnvironment } from '../scopes.ts';
import type { Workplace } from '../workplace.ts';

/**
 * Whether `hashFiles` may be called when it is decided whether a task runs, or what is in a group. A file can be so large
 * that this must not happen all at once.
 */
export function hashesBefore(task: Task): boolean {
  if (task.if === undefined && task.foreach === undefined && task.action.kind !== 'pipeline') return false;
  return [...textsOf(task)].some(text => /hashfiles/i.test(text));
}

/** Works those expressions out, whatever comes of it: only what they ask `hashFiles` for is of interest. */
export function workOutBefore(task: Task, { scopes, expressions }: Workplace): void {
  const env = ownEnvironment(task, scopes.of(task), expressions);
  const values = 'error' in env ? {} : env.values;
  if (task.if !== undefined) expressions.evaluate(task.if, task, values);
  if (task.foreach) expressions.evaluate(task.foreach.list, task, values);
  for (const text of withTexts(task)) expressions.value(text, task, values);
}

function* textsOf(task: Task): Iterable<string> {
  if (task.if !== undefined) yield task.if;
  if (task.foreach) yield task.foreach.list;
  yield* Object.values(task.env);
  yield* withTexts(task);
}

function withTexts({ action }: Task): readonly string[] {
  if (action.kind !== 'pipeline') return [];
  return Object.values(action.with).filter(value => typeof value === 'string');
}
