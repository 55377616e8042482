import type { ParamValue, Pipeline } from '../pipeline/pipeline.ts';
import type { RunEvent, RunTrigger, Selection, Upkeep, UsedPipeline } from './event.ts';
import type { Durations } from './history/durations.ts';
import type { GivenEnvironments } from './secrets/given.ts';
import type { TakenOver } from './select/taken-over.ts';

/** What a run is made of. */
export interface RunOptions extends Upkeep {
  /** The folder that holds `.dagwright`. */
  readonly root: string;
  /** Absolute path of the pipeline file; its folder is where tasks work. */
  readonly file: string;
  /** SHA-256 of the file's bytes, in hex. */
  readonly fileHash: string;
  readonly name: string;
  /** What is run: as `unrollPipeline` makes it, or a part of that. */
  readonly pipeline: Pipeline;
  /** The pipelines that tasks use, by the absolute path of their file, as in the file. */
  readonly used?: Readonly<Record<string, UsedPipeline>>;
  /** A value for each param, defaults included. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Wins over the pipeline's. */
  readonly maxParallel?: number;
  readonly failFast?: boolean;
  readonly runId?: string;
  /** The run that this one repeats, wholly or in part. */
  readonly rerunOf?: string;
  /** What was asked for, when that is not the whole file; `pipeline` holds only what belongs to it. */
  readonly selection?: Selection;
  /** What starts it, when nobody does by hand. */
  readonly trigger?: RunTrigger;
  /** Successes of earlier runs, by the full name of the task: it ends with these outputs at once, whatever its needs, and nothing is run for it. */
  readonly takenOver?: ReadonlyMap<string, TakenOver>;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly dagwrightVersion: string;
  /** What the tasks of each file get from its `env_files` and as its `secrets`. */
  readonly given?: GivenEnvironments;
  /** The program that masks output, and its arguments; needed where there are secrets. */
  readonly maskProgram?: readonly [string, ...string[]];
  /** How long tasks took in the past: of ready ones, what has the longest path below it goes first. */
  readonly durations?: Durations;
  /** Hears each event in order, after it is in the journal. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting it cancels the run politely: SIGTERM, SIGKILL after each task's grace period. */
  readonly signal?: AbortSignal;
  /** Aborting it kills everything at once. */
  readonly killSignal?: AbortSignal;
}

/** A run that cannot begin: its message names what stands in the way, in words for the user. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
