import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { Admission } from './admission.ts';

/** What the scheduler has to be told and cannot know by itself. */
export interface SchedulerOptions {
  readonly maxParallel: number;
  readonly failFast: boolean;
  /** Whether the `if` of a task holds; asked once, when its rule lets it run. */
  readonly condition: (task: Task) => Condition;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** What limits the tasks that run at once, beside their number. */
  readonly admission?: Admission;
  /** Among tasks of the same priority, the highest goes first: the longest path that remains. Asked once, when it is ready. */
  readonly rank?: (task: Task) => number;
  /** Whether the task is looked up before its condition, or what is in it, is worked out: files are to be read for that. */
  readonly readsFirst?: (task: Task) => boolean;
  /** Whether an earlier success of the task is looked for before it is queued. */
  readonly looksUp?: (task: Task) => boolean;
  /** Whether the task ends at once as the success that it was in another run. */
  readonly isTakenOver?: (task: Task) => boolean;
  /** What the pipeline says that a task uses. */
  readonly usedBy?: (task: Task) => Pick<Pipeline, 'failFast' | 'maxParallel' | 'timeoutMs'> | undefined;
}

export type Condition = { readonly holds: boolean } | { readonly error: string };
