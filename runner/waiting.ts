import type { Task } from '../pipeline/pipeline.ts';
import { remainingMs } from './clock.ts';
import { LookUps } from './look-ups.ts';
import type { RunTools } from './run-tools.ts';
import { TaskTimers } from './task-timers.ts';

/** Whom the waiting tells. */
export interface WaitingEars {
  readonly answered: ConstructorParameters<typeof LookUps>[1];
  readonly retryDue: () => void;
  readonly groupTimedOut: (group: string) => void;
  readonly failed: (error: unknown) => void;
}

/** What tasks wait for that holds no place: their time to be tried again, an answer of the cache, a group's last moment. */
export class Waiting {
  readonly #tools: Pick<RunTools, 'state' | 'scheduler' | 'clock' | 'cache' | 'facts'>;
  readonly #ears: WaitingEars;
  readonly #timers: TaskTimers;
  readonly #lookUps: LookUps;

  constructor(tools: Pick<RunTools, 'state' | 'scheduler' | 'clock' | 'cache' | 'facts'>, ears: WaitingEars) {
    this.#tools = tools;
    this.#ears = ears;
    this.#timers = new TaskTimers(tools.clock);
    this.#lookUps = new LookUps(tools.cache, ears.answered, ears.failed);
  }

  retryAfter(task: Task, delayMs: number): void {
    this.#timers.set(task.name, delayMs, () => {
      this.#tools.scheduler.retryDue(task);
      this.#ears.retryDue();
    });
  }

  /** What became of the tasks that were looked up in vain. */
  get missed(): LookUps['missed'] {
    return this.#lookUps.missed;
  }

  lookUp(task: Task): void {
    this.#lookUps.start(task);
  }

  /** Lets no group that opened at `openedAt` take longer than it may. */
  groupOpened(group: string, openedAt: number): void {
    const { facts, clock } = this.#tools;
    const limit = facts.limitOf(group);
    if (limit === undefined) return;
    this.#timers.set(group, remainingMs(openedAt, limit, clock), () => this.#ears.groupTimedOut(group));
  }

  /** Waits again for what the state of a resumed run says. */
  restore(pausedSince: (moment: number) => number): void {
    const { state, clock } = this.#tools;
    for (const { name, definition, status, retryAt, openedAt, attempts } of state.tasks.values()) {
      const endedAt = attempts.at(-1)?.endedAt;
      if (status === 'retrying' && retryAt !== undefined && endedAt !== undefined)
        this.retryAfter(definition, remainingMs(endedAt, retryAt - endedAt, clock));
      if (status === 'running' && openedAt !== undefined) this.groupOpened(name, openedAt + pausedSince(openedAt));
    }
  }

  /** Nothing of the task is waited for any more. */
  forget(task: string): void {
    this.#timers.cancel(task);
    this.#lookUps.stop(task);
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#timers.cancelAll();
    this.#lookUps.stopAll();
    this.#tools.cache?.cancel();
  }
}
