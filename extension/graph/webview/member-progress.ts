import type { ShownStatus } from '../messages.ts';

/** How many of a number of tasks have ended. */
export interface Progress {
  readonly ended: number;
  readonly total: number;
}

/** The members of the groups of a run: those of `train` are called `train[fold=1]` or `train/load`. */
export class MemberProgress {
  readonly #members = new Map<string, Set<string>>();

  /** Takes note of a task that has a status; answers the groups that it is in, however deep. */
  add(task: string): readonly string[] {
    const above = groupsAbove(task);
    for (const group of above) {
      const known = this.#members.get(group);
      if (known) known.add(task);
      else this.#members.set(group, new Set([task]));
    }
    return above;
  }

  /** The task is of no run any more. */
  remove(task: string): readonly string[] {
    const above = groupsAbove(task);
    for (const group of above) this.#members.get(group)?.delete(task);
    return above;
  }

  /** How far the members of some tasks are, groups among them left out; `undefined` where there are none. */
  of(tasks: readonly string[], statuses: ReadonlyMap<string, ShownStatus>): Progress | undefined {
    let [ended, total] = [0, 0];
    const count = (task: string): void => {
      if (this.#hasMembers(task)) return;
      total++;
      if (ends.has(statuses.get(task))) ended++;
    };
    for (const task of tasks) {
      count(task);
      for (const member of this.#members.get(task) ?? []) count(member);
    }
    return total > 0 && (tasks.length > 1 || this.#hasMembers(tasks[0] ?? '')) ? { ended, total } : undefined;
  }

  #hasMembers(task: string): boolean {
    return (this.#members.get(task)?.size ?? 0) > 0;
  }
}

/** The groups that a task is in by its name, outer ones first. */
export function groupsAbove(task: string): readonly string[] {
  return [...task.matchAll(/[/[]/g)].flatMap(({ index }) => (index > 0 ? [task.slice(0, index)] : []));
}

const ends: ReadonlySet<ShownStatus | undefined> = new Set([
  ...(['success', 'failed', 'skipped', 'upstream_failed', 'cancelled'] as const),
]);
