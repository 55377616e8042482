import type { Task, TaskStatus } from '../../pipeline/pipeline.ts';
import { Below } from './below.ts';
import type { Cause } from './cause.ts';
import { isSuccess, type Past } from './past.ts';
import type { TakenOver } from './taken-over.ts';
import { gatesOf, inOrder, type TaskGraph, taskGraph } from './task-graph.ts';

/** What is known of the run that is repeated. */
export interface Before extends Past {
  /** `undefined` for a task that it did not have. */
  readonly statusOf: (task: string) => TaskStatus | undefined;
}

/** What of a run is done again and what is not. */
export interface Rerun {
  /** In their order in the run; needs on tasks that do not belong to it are left out. */
  readonly tasks: readonly Task[];
  /** Why each task that is run, is. */
  readonly causes: ReadonlyMap<string, Cause>;
  readonly takenOver: ReadonlyMap<string, TakenOver>;
  /** What did not succeed before, was not asked for, and is not needed; a group stands for its members. */
  readonly leftOut: readonly string[];
}

/**
 * Runs `start` and all that is below it again, and takes over what else has succeeded. What is needed and cannot be taken over
 * is run too, as is what has lost a file that it gave, with all below; what was skipped is decided again. Linear in tasks and needs.
 */
export function planRerun(tasks: readonly Task[], start: ReadonlyMap<string, Cause>, before: Before): Rerun {
  return new Rerunning(taskGraph(tasks), before).plan(start);
}

/** What did not succeed, and was not just not needed: where to begin when all that failed is run again. Of a group, its members where they tell. */
export function unsuccessful(tasks: readonly Task[], { statusOf }: Before): Map<string, Cause> {
  const found = new Map<string, Cause>();
  const told = new Set<string>();
  for (const { name, group } of tasks.toReversed()) {
    const status = statusOf(name);
    if (status === 'success' || status === 'skipped') continue;
    if (group !== undefined) told.add(group);
    if (!told.has(name)) found.set(name, status === undefined ? { kind: 'new' } : { kind: 'unsuccessful', status });
  }
  return found;
}

class Rerunning {
  readonly #graph: TaskGraph;
  readonly #before: Before;
  readonly #below: Below;
  readonly #causes = new Map<string, Cause>();
  readonly #takenOver = new Map<string, TakenOver>();
  readonly #successes = new Map<string, TakenOver | undefined>();
  /** Run, and not yet looked at for what it needs. */
  readonly #fresh: string[] = [];

  constructor(graph: TaskGraph, before: Before) {
    this.#graph = graph;
    this.#before = before;
    this.#below = new Below(graph);
  }

  plan(start: ReadonlyMap<string, Cause>): Rerun {
    this.#spread([...start.keys()], task => start.get(task) ?? { kind: 'asked' });
    this.#spread(this.#lost(), task => this.#causeOf(task));
    this.#complete();
    for (const task of inOrder(this.#graph)) this.#addUnasked(task);
    const kept = (name: string) => this.#causes.has(name) || this.#takenOver.has(name);
    const { tasks } = this.#graph;
    return {
      tasks: tasks.filter(({ name }) => kept(name)).map(task => withNeeds(task, kept)),
      causes: this.#causes,
      takenOver: this.#takenOver,
      leftOut: tasks.flatMap(({ name, group }) => {
        const isTold = group !== undefined && !kept(group);
        return kept(name) || isTold ? [] : [name];
      }),
    };
  }

  /** What succeeded and cannot be taken over all the same. */
  #lost(): string[] {
    const { tasks, members } = this.#graph;
    return tasks.flatMap(task => {
      const isLost = this.#before.statusOf(task.name) === 'success' && !isSuccess(this.#before.successOf(task));
      return isLost && !members.has(task.name) ? [task.name] : [];
    });
  }

  #spread(start: readonly string[], causeOf: (task: string) => Cause): void {
    this.#below.add(start, (task, above) => {
      this.#runAgain(task, above === undefined ? causeOf(task) : { kind: 'above', task: above });
    });
  }

  #runAgain(task: string, cause: Cause): void {
    if (!this.#causes.has(task)) this.#fresh.push(task);
    if (!this.#causes.has(task) || cause.kind !== 'above') this.#causes.set(task, cause);
    this.#takenOver.delete(task);
  }

  /** What is run needs its needs, and a group all its members. */
  #complete(): void {
    for (let name = this.#fresh.pop(); name !== undefined; name = this.#fresh.pop()) {
      const task = this.#graph.byName.get(name);
      for (const gate of task ? gatesOf(task) : []) this.#require(gate);
      for (const member of this.#graph.members.get(name) ?? []) this.#require(member);
    }
  }

  #require(name: string): void {
    if (this.#causes.has(name) || this.#takenOver.has(name) || !this.#graph.byName.has(name)) return;
    if (this.#successOf(name)) this.#takeOver(name);
    else if (this.#isHarmless(name)) this.#runAgain(name, { kind: 'skipped' });
    else this.#spread(this.#culpritsOf(name), task => this.#causeOf(task));
  }

  /** Of a group, only the members that keep it from being taken over, where there are such. */
  #culpritsOf(name: string): readonly string[] {
    const members = this.#graph.members.get(name) ?? [];
    const bad = members.filter(member => !this.#successOf(member) && !this.#isHarmless(member));
    return bad.length === 0 ? [name] : bad.flatMap(member => this.#culpritsOf(member));
  }

  #causeOf(name: string): Cause {
    const status = this.#before.statusOf(name);
    if (status === undefined) return { kind: 'new' };
    const found = this.#before.successOf(this.#graph.byName.get(name) as Task);
    return isSuccess(found) ? { kind: 'unsuccessful', status } : found;
  }

  /** What succeeded is in the new run too; what was skipped is decided again where all that decides it is there. */
  #addUnasked({ name, group }: Task): void {
    const isIn = (other: string) =>
      this.#causes.has(other) || this.#takenOver.has(other) || !this.#graph.byName.has(other);
    if (isIn(name) || (group !== undefined && !isIn(group))) return;
    if (this.#successOf(name)) this.#takeOver(name);
    else if (this.#isHarmless(name) && gatesOf(this.#graph.byName.get(name) as Task).every(isIn)) {
      this.#runAgain(name, { kind: 'skipped' });
      this.#complete();
    }
  }

  #takeOver(name: string): void {
    const success = this.#successOf(name);
    if (!success || this.#causes.has(name)) return;
    this.#takenOver.set(name, success);
    for (const member of this.#graph.members.get(name) ?? []) this.#takeOver(member);
  }

  /** Of a group only when all its members have one. */
  #successOf(name: string): TakenOver | undefined {
    if (this.#successes.has(name)) return this.#successes.get(name);
    const task = this.#graph.byName.get(name);
    const own = task && this.#before.successOf(task);
    const members = this.#graph.members.get(name) ?? [];
    const isWhole = own && isSuccess(own) && members.every(member => this.#successOf(member));
    const success = isWhole ? own : undefined;
    this.#successes.set(name, success);
    return success;
  }

  /** Whether nothing but decisions not to run keeps it from being taken over. */
  #isHarmless(name: string): boolean {
    const status = this.#before.statusOf(name);
    if (status === 'skipped') return true;
    const members = this.#graph.members.get(name);
    if (status !== 'success' || !members) return false;
    return members.every(member => this.#successOf(member) !== undefined || this.#isHarmless(member));
  }
}

function withNeeds(task: Task, kept: (name: string) => boolean): Task {
  return task.needs.every(kept) ? task : { ...task, needs: task.needs.filter(kept) };
}
