import type { Json, ParamValue, Pipeline } from '../pipeline/pipeline.ts';

/** The version of the journal that this program writes, and the newest it reads. */
export const journalVersion = 1;

/** Why a task has its end without having failed itself. */
export type Reason =
  | { readonly kind: 'condition'; readonly expression: string }
  | { readonly kind: 'rule'; readonly rule: string; readonly task: string; readonly status: string }
  | { readonly kind: 'cancelled'; readonly by: 'user' | 'fail_fast' | 'timeout' }
  | { readonly kind: 'error'; readonly message: string };

/** How one attempt ended. `exit` with code 0 is a success only when the declared outputs are there. */
export type Outcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  /** It did not start, or what it had to give is missing; the message names it. */
  | { readonly kind: 'error'; readonly message: string };

/** Everything that can happen in a run, one line of the journal each; `at` is milliseconds since 1970. */
export type RunEvent =
  /** The first line: what is run, with what, where and by whom. */
  | RunStarted
  /** The needs of a task allow it to start; it waits for a free slot. */
  | { readonly type: 'task_queued'; readonly at: number; readonly task: string }
  /** An attempt starts: it holds a slot and its output goes into its own folder. Attempts count from 1. */
  | { readonly type: 'attempt_started'; readonly at: number; readonly task: string; readonly attempt: number }
  /** An attempt is over, with the outputs it gave when it succeeded. `retryAt` is there when it will be tried again. */
  | {
      readonly type: 'attempt_ended';
      readonly at: number;
      readonly task: string;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly outputs?: Readonly<Record<string, Json>>;
      readonly retryAt?: number;
    }
  /** A task has its end. */
  | {
      readonly type: 'task_ended';
      readonly at: number;
      readonly task: string;
      readonly status: EndStatus;
      readonly reason?: Reason;
    }
  /** Somebody asked to stop one task, or the whole run when no task is named. */
  | {
      readonly type: 'cancel_requested';
      readonly at: number;
      readonly task?: string;
      readonly by: 'user' | 'fail_fast' | 'timeout';
    }
  /** The last line of a run that came to its end. */
  | {
      readonly type: 'run_ended';
      readonly at: number;
      readonly status: 'success' | 'failed' | 'cancelled';
      readonly message?: string;
    };

export type EndStatus = 'success' | 'failed' | 'skipped' | 'upstream_failed' | 'cancelled';

export interface RunStarted {
  readonly type: 'run_started';
  readonly at: number;
  readonly version: number;
  readonly runId: string;
  /** The pipeline's name: what the file says, else the file's name without its endings. */
  readonly name: string;
  readonly pipeline: Pipeline;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** SHA-256 of the file's bytes, in hex. */
  readonly fileHash: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly maxParallel: number;
  readonly failFast: boolean;
  readonly host: string;
  readonly pid: number;
  /** Tells this process from a later one with the same pid; opaque, absent where the system does not tell. */
  readonly pidStart?: string;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly versions: { readonly dagwright: string; readonly node: string };
}
