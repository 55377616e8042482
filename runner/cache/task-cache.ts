import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { Source } from '../event.ts';

/**
 * What tasks gave when they succeeded before, as the run loop sees it. It holds no slot and never throws: whatever it cannot
 * do is a miss or a sentence, and the task is run.
 */
export interface TaskCache {
  /** Looks for an earlier success of a task with `cache: true`; of a hit, the files are back. Answers at once where that takes no time. */
  lookUp(task: Task): LookUp | Promise<LookUp>;
  /**
   * Keeps what a task that was looked up in vain gave, by this runner or the one before it, before anything that needs it may
   * change it. Answers why it is not kept,
   * as a sentence for the user, or nothing when it is. `run` is the id of the run.
   */
  publish(
    task: Task,
    outputs: Readonly<Record<string, Json>> | undefined,
    run: string,
  ): string | undefined | Promise<string | undefined>;
  /** Stops what is on its way: its answers are misses and sentences. */
  cancel(): void;
  /** Writes what it has learned, and removes what is over the size limit. Nothing is asked of it any more. */
  close(): Promise<void>;
}

export type LookUp =
  | { readonly kind: 'hit'; readonly source: Source; readonly outputs?: Readonly<Record<string, Json>> }
  /**
   * `why` names what is different from the last success, a part of a sentence each: `data/raw.csv has changed`. `fingerprint` is
   * there when what the task gives may be kept.
   */
  | { readonly kind: 'miss'; readonly why: readonly string[]; readonly fingerprint?: string };
