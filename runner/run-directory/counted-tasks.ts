import type { Task } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** The tasks that count when it is told how far a run is: a group does not where its members do. */
export function countedTasks({ tasks }: RunState): readonly TaskState[] {
  const all = [...tasks.values()];
  const groups = groupsWithMembers(all.map(({ definition }) => definition));
  return groups.size === 0 ? all : all.filter(({ name }) => !groups.has(name));
}

/** How many of the tasks count when it is told how large a run is. */
export function countOf(tasks: readonly Task[]): number {
  return tasks.length - groupsWithMembers(tasks).size;
}

function groupsWithMembers(tasks: readonly Task[]): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const { group } of tasks) if (group !== undefined) groups.add(group);
  return groups;
}
