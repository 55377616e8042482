/**
 * What a pipeline file means, as plain JSON: no class, no function, no `undefined` value.
 * Durations are whole milliseconds, sizes bytes. Strings may still hold `${{ … }}`, which is resolved when the run needs it.
 */
export interface Pipeline {
  /** Absent when the file does not say it: then the file's name is used. */
  readonly name?: string;
  readonly description?: string;
  readonly params: Readonly<Record<string, Param>>;
  readonly env: Readonly<Record<string, string>>;
  readonly envFiles: readonly string[];
  /** Names of environment variables, never values. */
  readonly secrets: readonly string[];
  /** Absent: the number of CPUs. */
  readonly maxParallel?: number;
  readonly failFast: boolean;
  readonly timeoutMs?: number;
  readonly pools: Readonly<Record<string, number>>;
  /** Where tasks can run besides here, by name; absent when the file says nothing of it. */
  readonly executors?: Readonly<Record<string, Executor>>;
  readonly triggers: readonly Trigger[];
  /** What a pipeline that `uses` this one can read: an output name and the template of its value. */
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order of the file; names are unique, also when case is ignored. */
  readonly tasks: readonly Task[];
}

export type ParamType = 'string' | 'number' | 'integer' | 'boolean';
export type ParamValue = string | number | boolean;

/** A run parameter. Without a default it must be given when the run starts. */
export interface Param {
  readonly type: ParamType;
  readonly default?: ParamValue;
  readonly description?: string;
  readonly enum?: readonly ParamValue[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A task with every default applied. */
export interface Task {
  readonly name: string;
  readonly description?: string;
  readonly action: Action;
  readonly needs: readonly string[];
  readonly triggerRule: TriggerRule;
  /** An expression without its `${{ }}`. */
  readonly if?: string;
  readonly matrix?: Matrix;
  readonly foreach?: Foreach;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** How many times it is run again after a failure. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** Each further delay is this many times the last. */
  readonly retryBackoff: number;
  readonly maxRetryDelayMs?: number;
  /** The random share of a delay, 0 to 1. */
  readonly retryJitter: number;
  /** Absent: every failure is worth a retry. */
  readonly retryOnExitCodes?: readonly number[];
  /** Of one attempt. */
  readonly timeoutMs?: number;
  readonly gracePeriodMs: number;
  readonly continueOnError: boolean;
  /** Globs of the files it reads. */
  readonly inputs: readonly string[];
  readonly outputs: Readonly<Record<string, Output>>;
  readonly cache: boolean;
  readonly resources: Resources;
  readonly pool?: string;
  readonly priority: number;
  /** Absent: this machine, or, with a container, what is there to run one. */
  readonly executor?: string;
  readonly container?: Container;
  /** In a run: the group (see `isGroup`) that this one is a member of. */
  readonly group?: string;
  /**
   * In a run: the task whose used pipeline this one is written in. Names, params and paths in it are that pipeline's own.
   * Absent for what stands in the file that is run.
   */
  readonly scope?: string;
  /** In a run: what tells this instance of a matrix or of `foreach` from the others. */
  readonly instance?: Instance;
}

/** Which combination of its matrix, or which item of its list, an instance is for. */
export interface Instance {
  readonly matrix?: Readonly<Record<string, ParamValue>>;
  /** `name` is what `as` says. */
  readonly item?: { readonly name: string; readonly value: Json };
}

/** Whether a task does nothing itself but stands for its members: instances of a matrix, items of a list, the tasks of another pipeline. */
export function isGroup(task: Task): boolean {
  return task.matrix !== undefined || task.foreach !== undefined || task.action.kind === 'pipeline';
}

/** How a task does its work: a script for a shell, a program without a shell, or another pipeline. */
export type Action =
  | { readonly kind: 'script'; readonly script: string; readonly shell: string }
  | { readonly kind: 'program'; readonly argv: readonly string[] }
  | { readonly kind: 'pipeline'; readonly file: string; readonly with: Readonly<Record<string, ParamValue>> };

export type OutputType = 'string' | 'number' | 'integer' | 'boolean' | 'json';
export type Output = { readonly type: OutputType } | { readonly path: string };

/** Any JSON value, as a task may hand one on. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** When the needs of a task allow it to start; Airflow's words and meanings. */
export type TriggerRule =
  | 'all_success'
  | 'all_failed'
  | 'all_done'
  | 'one_success'
  | 'one_failed'
  | 'one_done'
  | 'none_failed'
  | 'none_failed_min_one_success'
  | 'none_skipped'
  | 'all_skipped';

/** Static fan-out: each combination of the axes' values, then `exclude` and `include` as GitHub Actions does. */
export interface Matrix {
  readonly axes: Readonly<Record<string, readonly ParamValue[]>>;
  readonly include: readonly Readonly<Record<string, ParamValue>>[];
  readonly exclude: readonly Readonly<Record<string, ParamValue>>[];
}

/** Fan-out over a list known only while it runs; `as` names the item in expressions. */
export interface Foreach {
  readonly list: string;
  readonly as: string;
  /** In a run: what only the instances can work out, for it reads the item; the group has these no more. */
  readonly each?: { readonly if?: string; readonly env?: Readonly<Record<string, string>> };
}

export interface Resources {
  readonly cpus?: number;
  readonly memoryBytes?: number;
  readonly gpus?: number;
}

/** An image, and what of this machine is seen within it. */
export interface Container {
  readonly image: string;
  readonly volumes: readonly string[];
  readonly user?: string;
  readonly options: readonly string[];
}

/** Something that runs tasks, with its settings. */
export type Executor =
  | { readonly type: 'local' }
  | { readonly type: 'docker' | 'podman'; readonly options: readonly string[] }
  | {
      readonly type: 'ssh';
      readonly hosts: readonly { readonly host: string; readonly slots: number }[];
      readonly sync: 'none' | 'rsync';
      readonly directory?: string;
      readonly options: readonly string[];
      readonly maxParallel?: number;
    }
  | {
      readonly type: 'slurm';
      readonly mode: 'batch' | 'pilot';
      readonly partition?: string;
      readonly account?: string;
      readonly qos?: string;
      /** Of the allocation of a pilot. */
      readonly timeMs?: number;
      readonly cpus?: number;
      readonly options: readonly string[];
      readonly maxParallel?: number;
    }
  | {
      readonly type: 'kubernetes';
      readonly context?: string;
      readonly namespace?: string;
      /** A claim, or `claim/folder/in/it`: the folder of the project. */
      readonly volume?: string;
      readonly maxParallel?: number;
    };

export type Trigger =
  | {
      readonly kind: 'cron';
      readonly cron: string;
      readonly timezone?: string;
      readonly startDate?: string;
      readonly endDate?: string;
      readonly catchup: 'none' | 'latest' | 'all';
      readonly overlap: 'skip' | 'queue' | 'cancel' | 'allow';
      readonly jitterMs: number;
    }
  | { readonly kind: 'files'; readonly files: readonly string[]; readonly debounceMs: number }
  | {
      readonly kind: 'pipeline';
      readonly file: string;
      readonly on: 'success' | 'failure' | 'end';
      readonly if?: string;
    };

/** How a task stands in a run; the last five are ends. */
export type TaskStatus =
  | 'pending'
  | 'queued'
  | 'running'
  | 'retrying'
  | 'success'
  | 'failed'
  | 'skipped'
  | 'upstream_failed'
  | 'cancelled';

export type RunStatus = 'running' | 'success' | 'failed' | 'cancelled' | 'interrupted';
