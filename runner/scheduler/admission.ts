import type { Task } from '../../pipeline/pipeline.ts';

/** What a task is given beside a place among `max_parallel`. */
export interface Grant {
  /** The GPUs that it may use, by their numbers on this machine. */
  readonly gpus?: readonly number[];
}

/**
 * Decides which of the tasks that are ready may start now, beside `max_parallel`. It hears of every attempt that starts
 * and ends, also when a journal is read again, and keeps nothing else.
 */
export interface Admission {
  /** A text that is the same for tasks with the same demands; `undefined` when it has none: such a task may always start. */
  kindOf(task: Task): string | undefined;
  /**
   * What the task would be given now. `undefined`: neither it nor another one of its kind can start before an attempt
   * has ended. Asked only for the most urgent of its kind, of several kinds for the most urgent first. Changes nothing.
   */
  grant(task: Task): Grant | undefined;
  /** An attempt of the task has started, with this. Told for tasks without demands too. */
  started(task: Task, grant: Grant): void;
  /** The attempt of the task is over. */
  ended(task: Task): void;
}
