import { isGroup, type Task } from '../../pipeline/pipeline.ts';

/** The tasks of a run and who stands around them. A need that is not among them is left out. */
export interface TaskGraph {
  /** In their order in the run: a group before its members. */
  readonly tasks: readonly Task[];
  readonly byName: ReadonlyMap<string, Task>;
  /** The full name of each task by itself in lower case: names are unique also when case is ignored. */
  readonly byLowerName: ReadonlyMap<string, string>;
  /** Who has the task in its `needs`. */
  readonly dependants: ReadonlyMap<string, readonly string[]>;
  /** The members of each group that has any, in order. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Joins tasks by their needs and groups; linear. */
export function taskGraph(tasks: readonly Task[]): TaskGraph {
  const byName = new Map(tasks.map(task => [task.name, task]));
  const byLowerName = new Map(tasks.map(({ name }) => [name.toLowerCase(), name]));
  const dependants = new Map<string, string[]>();
  const members = new Map<string, string[]>();
  for (const task of tasks) {
    for (const need of new Set(task.needs)) if (byName.has(need)) push(dependants, need, task.name);
    if (task.group !== undefined) push(members, task.group, task.name);
  }
  return { tasks, byName, byLowerName, dependants, members };
}

/** What has to be decided before `task` may start: its needs, and the group that it waits in. */
export function gatesOf(task: Task): readonly string[] {
  return task.group === undefined ? task.needs : [...task.needs, task.group];
}

/** The tasks so that each comes behind its gates, else in their order; what stands on a circle is left out. */
export function inOrder({ tasks, byName, dependants, members }: TaskGraph): Task[] {
  const open = new Map(tasks.map(task => [task.name, new Set(gatesOf(task).filter(gate => byName.has(gate))).size]));
  const ordered = tasks.filter(({ name }) => open.get(name) === 0);
  for (let at = 0; at < ordered.length; at++) {
    const { name } = ordered[at] as Task;
    for (const next of [...(dependants.get(name) ?? []), ...(members.get(name) ?? [])]) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ordered.push(byName.get(next) as Task);
    }
  }
  return ordered;
}

/** Whether its members are known only while it runs. */
export function opensLate(task: Task): boolean {
  return isGroup(task) && task.foreach !== undefined;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
