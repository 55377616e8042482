import type { SchedulingOptions } from '../../schedule/schedule-ports.ts';
import type { WindowWatch } from './window-watch.ts';

/** What a scheduler is told. */
export interface SchedulerOptions {
  /** The folder below which the pipelines are, absolute. */
  readonly folder: string;
  /** The folder that holds `.dagwright`. */
  readonly root: string;
  /** URL of the program, by which it starts runs. */
  readonly program: string;
  readonly runsAtMost: number;
  /** Ends the process with a sentence, at once: what cannot be kept must not be acted on. Runs go on. */
  readonly fail: (sentence: string) => never;
  readonly scheduling?: Partial<SchedulingOptions>;
  /** Whether runs whose runner is gone are gone on with. */
  readonly resumes?: boolean;
  /** Present: only what the windows of an editor switched on, until none is left. */
  readonly windows?: WindowWatch;
}
