import type { Usage } from '../event.ts';
import type { AttemptCommand, Exit, OrphanAttempt, ProcessSettings, RunningAttempt } from '../processes/processes.ts';
import type { Place } from './place.ts';

/** An attempt for another place than this machine's own processes. */
export type PlacedCommand = AttemptCommand & { readonly place: Place };

/** An attempt of a place that began under another runner. */
export type PlacedOrphan = OrphanAttempt & { readonly place: Place };

/**
 * Starts, watches and stops attempts at one kind of place, and nothing more: retries, conditions, the cache and the
 * journal do not know of it. The promises are those of `Processes`.
 */
export interface Executor {
  start(command: PlacedCommand, ended: (exit: Exit, usage?: Usage) => void): RunningAttempt;
  adopt(orphan: PlacedOrphan, ended: (exit: Exit, usage?: Usage) => void): RunningAttempt;
  /** Where no process here stands for an attempt: whether it was ever begun. */
  hasBegun?(path: string): Promise<boolean>;
  /** Resolves when nothing is left of what was stopped or has ended. */
  close(): Promise<void>;
}

/** What all attempts of a run share wherever they run. */
export interface ExecutorSettings extends ProcessSettings {
  /** The folder that keeps the run; what the tasks work on lies in it. */
  readonly root: string;
  /** The names of the shared variables that a task is given, unlike those that it happens to inherit. */
  readonly declared: readonly string[];
}
