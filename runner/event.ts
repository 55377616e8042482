import type { Json, ParamValue, Pipeline, Task } from '../pipeline/pipeline.ts';
import type { TakenOver } from './select/taken-over.ts';

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
  /** The runner died, and so did it, unseen: how it ended cannot be known any more. */
  | { readonly kind: 'lost' }
  /** It did not start, or what it had to give is missing; the message names it. */
  | { readonly kind: 'error'; readonly message: string };

/** Where a success came from when nothing was run for it. `run` is the id of the run that did the work. */
export type Source = { readonly kind: 'cache' | 'run'; readonly run: string };

/** What an attempt has used, as far as the system told. */
export interface Usage {
  /** User and system time of all its processes that have ended. */
  readonly cpuMs?: number;
  /** The most memory that one of its processes had, in bytes. */
  readonly peakMemoryBytes?: number;
}

/** Where an attempt runs that is not simply a process of the runner's machine. */
export interface AttemptPlace {
  /** By its name in the file. */
  readonly executor: string;
  /** The job of Slurm that it is, or is a step of. */
  readonly job?: string;
  /** The machine that has it, as the executor calls it. */
  readonly host?: string;
  /** As `namespace/name`. */
  readonly pod?: string;
  readonly container?: string;
}

/** The process that carries a run out. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Tells this process from a later one with the same pid; opaque, absent where the system does not tell. */
  readonly pidStart?: string;
}

/** Everything that can happen in a run, one line of the journal each; `at` is milliseconds since 1970. */
export type RunEvent =
  /** The first line: what is run, with what, where and by whom. */
  | RunStarted
  /** Another process goes on with a run whose runner is gone. What is on its way then is known from the run's folder. */
  | ({
      readonly type: 'run_resumed';
      readonly at: number;
      readonly versions: { readonly dagwright: string; readonly node: string };
    } & Owner)
  /** The needs of a group allow it: its members may start from now on. */
  | {
      readonly type: 'group_opened';
      readonly at: number;
      readonly task: string;
      /** Of a task that uses another pipeline: the values of that pipeline's params. */
      readonly params?: Readonly<Record<string, ParamValue>>;
      /** Members that are known only now: the instances of `foreach`, and what stands inside them; a group stands before its members. */
      readonly members?: readonly Task[];
    }
  /** The needs of a task allow it to start; it waits for a free slot. */
  | {
      readonly type: 'task_queued';
      readonly at: number;
      readonly task: string;
      /** Of a task that was looked for in the cache in vain: what is different from its last success, a part of a sentence each. */
      readonly missed?: readonly string[];
      /** Of such a task: its fingerprint then, by which another runner can keep what it gives. */
      readonly fingerprint?: string;
    }
  /** An attempt starts: it holds a slot and its output goes into its own log. Attempts count from 1. */
  | {
      readonly type: 'attempt_started';
      readonly at: number;
      readonly task: string;
      readonly attempt: number;
      /** The GPUs that it was given, by their numbers on this machine. */
      readonly gpus?: readonly number[];
      /** Absent: here, as a process. What its executor says of it later is told by `attempt_placed`. */
      readonly place?: AttemptPlace;
    }
  /** Where an attempt runs is known, or is another place than was told before. */
  | {
      readonly type: 'attempt_placed';
      readonly at: number;
      readonly task: string;
      readonly attempt: number;
      readonly place: AttemptPlace;
    }
  /** An attempt is over, with the outputs it gave when it succeeded. `retryAt` is there when it will be tried again. */
  | {
      readonly type: 'attempt_ended';
      readonly at: number;
      readonly task: string;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly outputs?: Readonly<Record<string, Json>>;
      readonly retryAt?: number;
      readonly usage?: Usage;
    }
  /** A task has its end. `outputs` are those of a group or of a success that was taken over, which then has a `source`. */
  | {
      readonly type: 'task_ended';
      readonly at: number;
      readonly task: string;
      readonly status: EndStatus;
      readonly reason?: Reason;
      readonly outputs?: Readonly<Record<string, Json>>;
      readonly source?: Source;
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
      readonly status: RunEnd;
      readonly message?: string;
      /** How many tasks the run had in the end, a group not counted where its members are. Absent in older journals. */
      readonly tasks?: number;
    };

/** How a run came to its end. `interrupted` is only told, by a runner that cannot write any more: the journal has no end then. */
export type RunEnd = 'success' | 'failed' | 'cancelled' | 'interrupted';

export type EndStatus = 'success' | 'failed' | 'skipped' | 'upstream_failed' | 'cancelled';

export interface RunStarted extends Owner {
  readonly type: 'run_started';
  readonly at: number;
  readonly version: number;
  readonly runId: string;
  /** The pipeline's name: what the file says, else the file's name without its endings. */
  readonly name: string;
  /** What is run: as in the file, but each group is followed by its members as far as they are known before. */
  readonly pipeline: Pipeline;
  /** The pipelines that tasks use, by the absolute path of their file, as in the file. */
  readonly used?: Readonly<Record<string, UsedPipeline>>;
  /** The successes of earlier runs that stand in this one, by the full name of the task; also of members that are known only later. */
  readonly takenOver?: Readonly<Record<string, TakenOver>>;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** SHA-256 of the file's bytes, in hex. */
  readonly fileHash: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly maxParallel: number;
  readonly failFast: boolean;
  /** What was asked for beside; whoever resumes the run keeps to it. */
  readonly upkeep?: Upkeep;
  /** The run that this one repeats, wholly or in part, and whose successes it takes over. */
  readonly rerunOf?: string;
  /** What was asked for, when that was not the whole file. */
  readonly selection?: Selection;
  /** What started it, when nobody did by hand. */
  readonly trigger?: RunTrigger;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly versions: { readonly dagwright: string; readonly node: string };
}

/** What a run does with the cache and with old runs. */
export interface Upkeep {
  /** Whether every task is run, whatever was kept; what it gives is kept all the same. */
  readonly ignoresCache?: boolean;
  /** How much room kept files may take; absent: `defaultCacheBytes`. */
  readonly cacheMaxBytes?: number;
  /** So many runs stay when this one has ended; absent: all. */
  readonly keepRuns?: number;
}

/** What started a run: a trigger of its file, a backfill, or somebody who asked the scheduler for it. */
export interface RunTrigger {
  readonly kind: 'cron' | 'files' | 'pipeline' | 'backfill' | 'manual';
  /** The time that the run is for, which `run.date` says. */
  readonly scheduledAt: number;
  /** That time was missed, and the run makes up for it. */
  readonly late?: true;
  /** The files that were added or changed, from the folder of the pipeline's file. */
  readonly files?: readonly string[];
  /** The run of another pipeline that ended, how, and what it gave. */
  readonly run?: string;
  readonly status?: 'success' | 'failed' | 'cancelled';
  readonly outputs?: Readonly<Record<string, Json>>;
}

/** The tasks that were named, and what runs with them: all that they need, all that needs them, or nothing else. */
export interface Selection {
  readonly tasks: readonly string[];
  readonly with: 'upstream' | 'downstream' | 'only';
}

/** Another pipeline file that a task uses. */
export interface UsedPipeline {
  readonly name: string;
  /** SHA-256 of the file's bytes, in hex. */
  readonly fileHash: string;
  readonly pipeline: Pipeline;
}
