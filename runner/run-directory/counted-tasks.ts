import type { Task } from '../../pipeline/pipeline.ts';
import { isEnd, type RunState, type TaskState } from '../run-state.ts';

/** The tasks that count when it is told how far a run is: a group does not where its members do. */
export function countedTasks({ tasks }: RunState): readonly TaskState[] {
  const all = [...tasks.values()];
  const groups = groupsWithMembers(all.map(({ definition }) => definition));
  return groups.size === 0 ? all : all.filter(({ name }) => !groups.has(name));
}

/** How many of the tasks that count have their end. */
export function progressOf(state: RunState): { readonly done: number; readonly total: number } {
  const counted = countedTasks(state);
  return { done: counted.filter(({ status }) => isEnd(status)).length, total: counted.length };
}

/** Those of the tasks of a run that count when it is told how large it is. */
export function countedOf(tasks: readonly Task[]): readonly Task[] {
  const groups = groupsWithMembers(tasks);
  return groups.size === 0 ? tasks : tasks.filter(({ name }) => !groups.has(name));
}

/** How many they are. */
export function countOf(tasks: readonly Task[]): number {
  return countedOf(tasks).length;
}

function groupsWithMembers(tasks: readonly Task[]): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const { group } of tasks) if (group !== undefined) groups.add(group);
  return groups;
}
