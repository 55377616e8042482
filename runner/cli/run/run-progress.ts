import { isGroup, type Task } from '../../../pipeline/pipeline.ts';
import type { RunEvent } from '../../event.ts';
import type { RunState } from '../../run-state.ts';

/** How far a group is: how many of its members there are, have ended, and have failed. */
export interface GroupProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** How far a run and its groups are, kept up with each event. */
export class RunProgress {
  readonly #groups = new Map<string, { total: number; done: number; failed: number }>();
  #total = 0;
  #done = 0;
  #hasFailed = false;

  /** How many tasks there are; a group counts only as long as it has no members. */
  get total(): number {
    return this.#total;
  }

  get done(): number {
    return this.#done;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  ofGroup(name: string): GroupProgress | undefined {
    return this.#groups.get(name);
  }

  /** Hears each event in order, with the state after it. */
  hear(event: RunEvent, state: RunState): void {
    if (event.type === 'run_started') this.#add(event.pipeline.tasks);
    else if (event.type === 'group_opened') this.#add(event.members ?? []);
    else if (event.type === 'task_ended') this.#end(event.task, event.status === 'failed', state);
  }

  #add(tasks: readonly Task[]): void {
    for (const task of tasks) {
      if (isGroup(task)) this.#groups.set(task.name, { total: 0, done: 0, failed: 0 });
      this.#total++;
      const group = this.#groups.get(task.group ?? '');
      if (!group) continue;
      if (group.total === 0) this.#total--;
      group.total++;
    }
  }

  #end(name: string, failed: boolean, state: RunState): void {
    if (failed) this.#hasFailed = true;
    if ((this.#groups.get(name)?.total ?? 0) === 0) this.#done++;
    const group = this.#groups.get(state.tasks.get(name)?.definition.group ?? '');
    if (!group) return;
    group.done++;
    if (failed) group.failed++;
  }
}
