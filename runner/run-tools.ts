import type { Task } from '../pipeline/pipeline.ts';
import type { TaskCache } from './cache/task-cache.ts';
import type { Clock } from './clock.ts';
import type { DecisionFacts } from './decision-event.ts';
import type { RunEvent } from './event.ts';
import type { Expected } from './expected-outputs.ts';
import type { Journal } from './journal.ts';
import type { Prepared } from './prepare-attempt.ts';
import type { Exit, OrphanAttempt, Processes, RunningAttempt } from './processes/processes.ts';
import type { RunState } from './run-state.ts';
import type { Grant } from './scheduler/admission.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { SecretValues } from './secrets/secret-values.ts';

/** What a run is carried out with. State and scheduler of a run that is resumed have heard its journal already. */
export interface RunTools {
  readonly state: RunState;
  readonly scheduler: Scheduler;
  readonly journal: Pick<Journal, 'append' | 'flush' | 'sync' | 'isReachable'>;
  /** Makes an attempt ready. Throws when the run's folder cannot be written. */
  readonly prepare: (task: Task, attempt: number, grant: Grant) => Prepared;
  /** Without it no attempt is told ahead. */
  readonly ahead?: AheadTools;
  /** Groups, and what was taken over. */
  readonly facts: DecisionFacts & GroupFacts;
  readonly processes: Processes;
  /** What no output may hold. */
  readonly secrets?: SecretValues;
  readonly clock: Clock;
  /** What was done before; without it nothing is looked up. */
  readonly cache?: TaskCache;
  readonly onEvent: (event: RunEvent) => void;
}

/** What telling attempts ahead takes. */
export interface AheadTools {
  /** Whether those of the task may be. */
  readonly isFit: (task: Task) => boolean;
  /** Makes one ready. */
  readonly prepare: (task: Task, attempt: number) => Prepared;
}

/** What the run has to know of groups beside what the scheduler does. */
export interface GroupFacts {
  /** Hears that tasks have come in. */
  readonly opened: (group: string, members: readonly Task[]) => void;
  /** How long an open group may take, in milliseconds. */
  readonly limitOf: (group: string) => number | undefined;
}

/** How a run goes on whose runner is gone. */
export interface Continuation {
  /** Absent when it is in the journal already, and told. */
  readonly resumed?: Extract<RunEvent, { type: 'run_resumed' }>;
  /** An entry for each attempt that the journal has begun and not ended. */
  readonly adopted: readonly Adopted[];
  /** How many milliseconds since a moment nobody carried the run out. */
  readonly pausedSince: (moment: number) => number;
}

/** An attempt that began under another runner. */
export interface Adopted {
  readonly task: Task;
  readonly attempt: number;
  readonly expected: Expected;
  /**
   * Watches what runs, or tells what came of it: calls `ended` once, never before it has returned. Absent: the attempt
   * was written down but never begun, and begins now.
   */
  readonly watch?: (ended: (exit: Exit) => void, placed: NonNullable<OrphanAttempt['placed']>) => RunningAttempt;
}
