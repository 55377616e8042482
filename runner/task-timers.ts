import type { Clock } from './clock.ts';

/** What waits for its time, one a task: retries, and the timeouts of groups. */
export class TaskTimers {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(task: string, delayMs: number, action: () => void): void {
    this.cancel(task);
    const cancel = this.#clock.after(Math.max(0, delayMs), () => {
      this.#cancels.delete(task);
      action();
    });
    this.#cancels.set(task, cancel);
  }

  cancel(task: string): void {
    this.#cancels.get(task)?.();
    this.#cancels.delete(task);
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
