import type { RunState, TaskState } from '../run-state.ts';

/** The tasks of a run for reading: each group is followed by its members, also by those that became known only in the run. */
export function tasksInOrder({ tasks }: RunState): readonly TaskState[] {
  const members = new Map<string | undefined, TaskState[]>();
  for (const task of tasks.values()) {
    const { group } = task.definition;
    const around = group !== undefined && tasks.has(group) ? group : undefined;
    const others = members.get(around);
    if (others) others.push(task);
    else members.set(around, [task]);
  }
  return members.size <= 1 ? [...tasks.values()] : [...below(undefined, members)];
}

function* below(
  group: string | undefined,
  members: ReadonlyMap<string | undefined, readonly TaskState[]>,
): Iterable<TaskState> {
  for (const task of members.get(group) ?? []) {
    yield task;
    yield* below(task.name, members);
  }
}
