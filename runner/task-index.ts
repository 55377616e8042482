import type { RunState, TaskState } from './run-state.ts';

/** Where an expression stands: a task, or no more than a file (`scope` absent: the file that is run). */
export type Viewpoint = Pick<TaskState['definition'], 'scope' | 'instance'>;

/** Finds the tasks of a run by what a file calls them, and the members of groups. Has to be told of members that come in. */
export class TaskIndex {
  readonly #state: RunState;
  /** By their full name in lower case. */
  readonly #byName = new Map<string, TaskState>();
  readonly #byScope = new Map<string, TaskState[]>();
  readonly #members = new Map<string, TaskState[]>();

  constructor(state: RunState) {
    this.#state = state;
    for (const task of state.tasks.values()) this.#add(task);
  }

  /** Hears that tasks have come into the state. */
  opened(members: readonly { readonly name: string }[]): void {
    for (const { name } of members) {
      const task = this.#state.tasks.get(name);
      if (task) this.#add(task);
    }
  }

  /** The task that a file calls `name`, in any case. */
  find({ scope }: Viewpoint, name: string): TaskState | undefined {
    return this.#byName.get(prefixOf(scope).toLowerCase() + name.toLowerCase());
  }

  /** All tasks that stand in a file. */
  tasksOf({ scope }: Viewpoint): readonly TaskState[] {
    return this.#byScope.get(scope ?? '') ?? [];
  }

  /** In the order of its instances, or of the file. */
  membersOf(group: string): readonly TaskState[] {
    return this.#members.get(group) ?? [];
  }

  #add(task: TaskState): void {
    const { name, group, scope, instance } = task.definition;
    if (group !== undefined) push(this.#members, group, task);
    if (instance) return;
    push(this.#byScope, scope ?? '', task);
    const key = name.toLowerCase();
    if (!this.#byName.has(key)) this.#byName.set(key, task);
  }
}

/** What the file that it is written in calls a task. */
export function localName(name: string, scope: string | undefined): string {
  const prefix = prefixOf(scope);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function prefixOf(scope: string | undefined): string {
  return scope === undefined ? '' : `${scope}/`;
}

function push(lists: Map<string, TaskState[]>, key: string, task: TaskState): void {
  const list = lists.get(key);
  if (list) list.push(task);
  else lists.set(key, [task]);
}
