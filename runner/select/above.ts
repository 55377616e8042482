import type { TaskGraph } from './task-graph.ts';

/**
 * Each of `start` with all that has to be done before it, in linear time. A need that is a group comes with all its members;
 * a group that is there only because one of its members is, without the others.
 */
export function withAbove(graph: TaskGraph, start: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const whole = new Set<string>();
  const waiting: string[] = [];
  const add = (name: string, isWhole: boolean): void => {
    if (!graph.byName.has(name) || (isWhole ? whole : found).has(name)) return;
    found.add(name);
    if (isWhole) whole.add(name);
    waiting.push(name);
  };
  for (const name of start) add(name, true);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const task = graph.byName.get(name);
    for (const need of task?.needs ?? []) add(need, true);
    if (task?.group !== undefined) add(task.group, false);
    if (whole.has(name)) for (const member of graph.members.get(name) ?? []) add(member, true);
  }
  return found;
}
