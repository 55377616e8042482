import type { TaskStatus } from '../pipeline/pipeline.ts';

/** How a task went in one run. */
export interface PastTask {
  /** When the run began, in milliseconds since 1970. */
  readonly at: number;
  readonly status: TaskStatus;
  /** Of its last attempt, or of a group as a whole, when that has ended. */
  readonly durationMs?: number;
  /** Why it ended as it did, or where its success came from, as a part of a sentence. */
  readonly why?: string;
}

/** What is remembered of the runs of the pipelines on a disk. A server without a disk remembers none. */
export interface PastRuns {
  /** How `task` of the pipeline at `path` went in the newest runs that it was in, the newest first. */
  readonly ofTask: (path: string, task: string) => Promise<readonly PastTask[]>;
  /** For each task how many milliseconds its newest success took, as it was when it was last looked up: asking reads no file but the first time. */
  readonly lastDurations: (path: string) => ReadonlyMap<string, number>;
  /** Looks the durations up again; true when they have changed. */
  readonly lookAgain: (path: string) => boolean;
}
