import type { TaskGraph } from './task-graph.ts';

/**
 * Gathers tasks with all that stands below them, in linear time over all calls. Below a member is its group (not the other
 * members) and what needs the group; below a group are its members too, unless it is there only for one of them.
 */
export class Below {
  readonly found = new Set<string>();
  readonly #graph: TaskGraph;
  readonly #whole = new Set<string>();

  constructor(graph: TaskGraph) {
    this.#graph = graph;
  }

  /** Adds `start` and what is below it; `heard` is told each task that is new, with the one above it that brought it in. */
  add(start: Iterable<string>, heard: (task: string, above: string | undefined) => void = () => {}): void {
    const waiting: (readonly [string, boolean])[] = [];
    const add = (task: string, isWhole: boolean, above: string | undefined): void => {
      const isNew = !this.found.has(task);
      if (isNew) {
        this.found.add(task);
        heard(task, above);
      }
      const isWidened = isWhole && !this.#whole.has(task) && this.#graph.members.has(task);
      if (isWidened) this.#whole.add(task);
      if (isNew || isWidened) waiting.push([task, isNew]);
    };
    for (const task of start) if (this.#graph.byName.has(task)) add(task, true, undefined);
    for (let next = waiting.pop(); next; next = waiting.pop()) this.#addNext(next, add);
  }

  #addNext(
    [task, isNew]: readonly [string, boolean],
    add: (task: string, isWhole: boolean, above: string) => void,
  ): void {
    const { members, dependants, byName } = this.#graph;
    if (this.#whole.has(task)) for (const member of members.get(task) ?? []) add(member, true, task);
    if (!isNew) return;
    for (const dependant of dependants.get(task) ?? []) add(dependant, true, task);
    const group = byName.get(task)?.group;
    if (group !== undefined) add(group, false, task);
  }
}
