import type { Task } from '../../pipeline/pipeline.ts';
import type { Admission, Grant } from './admission.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import type { TaskNodes } from './task-nodes.ts';

type UsedBy = NonNullable<SchedulerOptions['usedBy']>;

/** `admission`, and beside it the `max_parallel` of the pipelines that tasks use, each for what runs within its group. */
export function withGroupPlaces(
  admission: Admission | undefined,
  nodes: TaskNodes,
  usedBy: SchedulerOptions['usedBy'],
): Admission | undefined {
  return usedBy ? new GroupPlaces(admission, nodes, usedBy) : admission;
}

class GroupPlaces implements Admission {
  readonly #inner: Admission | undefined;
  readonly #nodes: TaskNodes;
  readonly #usedBy: UsedBy;
  /** How many run within a group. */
  readonly #taken = new Map<string, number>();

  constructor(inner: Admission | undefined, nodes: TaskNodes, usedBy: UsedBy) {
    this.#inner = inner;
    this.#nodes = nodes;
    this.#usedBy = usedBy;
  }

  kindOf(task: Task): string | undefined {
    const kind = this.#inner?.kindOf(task);
    const groups = [...this.#limitsOf(task)].map(({ group }) => group);
    return groups.length === 0 ? kind : JSON.stringify([kind ?? null, ...groups]);
  }

  grant(task: Task): Grant | undefined {
    for (const { group, places } of this.#limitsOf(task)) {
      if ((this.#taken.get(group) ?? 0) >= places) return undefined;
    }
    return this.#inner?.kindOf(task) === undefined ? {} : this.#inner.grant(task);
  }

  started(task: Task, grant: Grant): void {
    for (const { group } of this.#limitsOf(task)) this.#taken.set(group, (this.#taken.get(group) ?? 0) + 1);
    this.#inner?.started(task, grant);
  }

  ended(task: Task): void {
    for (const { group } of this.#limitsOf(task)) this.#taken.set(group, (this.#taken.get(group) ?? 0) - 1);
    this.#inner?.ended(task);
  }

  *#limitsOf(task: Task): Iterable<{ readonly group: string; readonly places: number }> {
    for (let group = this.#nodes.find(task.name)?.parent; group; group = group.parent) {
      const places = this.#usedBy(group.task)?.maxParallel;
      if (places !== undefined) yield { group: group.task.name, places };
    }
  }
}
