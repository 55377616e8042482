import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { countNeed, endOf, type TaskNode } from './task-node.ts';

/** The tasks of a run, joined by needs and groups. Grows when a group opens that brings members along. */
export class TaskNodes {
  readonly all: TaskNode[] = [];
  readonly #byName = new Map<string, TaskNode>();

  find(name: string): TaskNode | undefined {
    return this.#byName.get(name);
  }

  /** Adds tasks, a group before its members; answers their nodes in the same order. */
  add(tasks: readonly Task[]): readonly TaskNode[] {
    const first = this.all.length;
    for (const task of tasks) if (!this.#byName.has(task.name)) this.#addNode(task);
    const added = first === 0 ? this.all : this.all.slice(first);
    for (const node of added) if (!isInstance(node)) this.#joinNeeds(node);
    return added;
  }

  #addNode(task: Task): void {
    const parent = task.group === undefined ? undefined : this.#byName.get(task.group);
    // All of one shape: what is there for few is there, and undefined, for all.
    const node: TaskNode = {
      task,
      place: this.all.length,
      dependants: [],
      parent,
      members: isGroup(task) ? { nodes: [], open: 0, cancelled: 0, skipped: 0 } : undefined,
      status: 'pending',
      attempts: 0,
      hasRead: false,
      rank: 0,
      total: 0,
      success: 0,
      failed: 0,
      upstreamFailed: 0,
      skipped: 0,
      culprit: undefined,
      cancelled: undefined,
    };
    this.all.push(node);
    this.#byName.set(task.name, node);
    if (!parent?.members) return;
    parent.members.nodes.push(node);
    parent.members.open++;
  }

  #joinNeeds(node: TaskNode): void {
    const { needs } = node.task;
    for (const name of needs.length < 2 ? needs : new Set(needs)) {
      const need = this.#byName.get(name);
      node.total++;
      const end = need && endOf(need);
      if (end) countNeed(node, need.task, end);
      else need?.dependants.push(node);
    }
  }
}

/** An instance needs nothing but that its group opens: what it names as its needs has opened the group. */
function isInstance({ parent }: TaskNode): boolean {
  return parent?.task.matrix !== undefined || parent?.task.foreach !== undefined;
}
