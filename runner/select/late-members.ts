import type { Task } from '../../pipeline/pipeline.ts';
import type { RunState } from '../run-state.ts';
import { opensLate } from './task-graph.ts';

/** The members of `tasks` that were known only while the run `before` ran: those of `foreach`, and what stands inside them, each behind its group. */
export function lateMembers(tasks: readonly Task[], before: RunState): Task[] {
  const open = new Set(tasks.filter(opensLate).map(({ name }) => name));
  if (open.size === 0) return [];
  const members: Task[] = [];
  for (const { definition } of before.tasks.values()) {
    if (definition.group === undefined || !open.has(definition.group)) continue;
    members.push(definition);
    open.add(definition.name);
  }
  return members;
}
