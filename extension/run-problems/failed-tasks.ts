import { isGroup } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../../runner/run-state.ts';

/** A task that stands in the file and failed in a run, with the task that tells why: itself, or the first of its members that failed. */
export interface FailedTask {
  /** As it is called in the file. */
  readonly name: string;
  readonly cause: TaskState;
  /** How many members failed; 0 for a task by itself. */
  readonly members: number;
}

/** The tasks of the file that failed in a run, in the order in which they did. Linear in the tasks of the run. */
export function failedTasks(state: RunState): readonly FailedTask[] {
  const failed = new Map<string, { cause: TaskState; members: number }>();
  for (const task of state.tasks.values()) {
    if (task.status !== 'failed') continue;
    const name = nameInFile(state, task);
    const known = failed.get(name);
    const isMember = name !== task.name && !isGroup(task.definition);
    if (!known) failed.set(name, { cause: task, members: isMember ? 1 : 0 });
    else if (isMember) {
      known.members++;
      if (isGroup(known.cause.definition) || endOf(task) < endOf(known.cause)) known.cause = task;
    }
  }
  return [...failed].map(([name, of]) => ({ name, ...of })).sort((a, b) => endOf(a.cause) - endOf(b.cause));
}

/** The task of the file to which a task of a run belongs: of `train[fold=1]`, `train`. */
export function nameInFile({ tasks }: RunState, task: TaskState): string {
  let outer = task;
  for (let group = outer.definition.group; group !== undefined; group = outer.definition.group) {
    const above = tasks.get(group);
    if (!above) break;
    outer = above;
  }
  return outer.name;
}

function endOf({ attempts, endedAt }: TaskState): number {
  return attempts.at(-1)?.endedAt ?? endedAt ?? Number.POSITIVE_INFINITY;
}
