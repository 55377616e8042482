import type { Task } from '../../pipeline/pipeline.ts';
import { type Cause, causeText } from './cause.ts';
import type { TakenOver } from './taken-over.ts';
import type { TaskGraph } from './task-graph.ts';

/** What earlier runs have to give. */
export interface Past {
  /** The success of a task that can stand for a new one, or why there is none. */
  readonly successOf: (task: Task) => TakenOver | Cause;
}

/** Nothing has been run before. */
export const noPast: Past = { successOf: () => ({ kind: 'new' }) };

/** Whether it is a success and not the cause that there is none. */
export function isSuccess(found: TakenOver | Cause): found is TakenOver {
  return 'run' in found;
}

/** Adds the success of a task to `takenOver`, of a group those of all its members too; answers why that cannot be, and adds nothing then. */
export function takeOver(
  graph: TaskGraph,
  name: string,
  past: Past,
  takenOver: Map<string, TakenOver>,
): string | undefined {
  const found: [string, TakenOver][] = [];
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const task = graph.byName.get(next);
    if (!task || takenOver.has(next)) continue;
    const success = past.successOf(task);
    if (!isSuccess(success)) return next === name ? whyNot(success) : `whose ${next} ${whyNot(success)}`;
    found.push([next, success]);
    waiting.push(...(graph.members.get(next) ?? []));
  }
  for (const [task, success] of found) takenOver.set(task, success);
  return undefined;
}

function whyNot(cause: Cause): string {
  return cause.kind === 'gone' ? causeText(cause) : 'has not succeeded yet';
}
