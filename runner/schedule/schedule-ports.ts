import type { RunTrigger } from '../event.ts';
import type { ScheduleRecord } from './schedule-record.ts';

/** What a scheduler acts by. */
export interface SchedulePorts {
  /** Keeps the records, for good, before it returns. */
  append(records: readonly ScheduleRecord[]): void;
  /** A name that no run has. */
  newRunId(now: number): string;
  /** Starts a run under this name, unless one of that name began already. */
  start(run: string, file: string, cause: RunTrigger): void;
  /** Asks a run to stop. */
  cancel(run: string, file: string): void;
}

export interface SchedulingOptions {
  readonly lateAtOnce: number;
  readonly lateAtMost: number;
  /** Whether the triggers of a file are off until somebody switches them on. */
  readonly startsPaused: boolean;
  /** Whether the triggers of a file count at all; absent: those of all do. */
  readonly isOn?: (file: string) => boolean;
}

export const usualScheduling: SchedulingOptions = { lateAtOnce: 1, lateAtMost: 1000, startsPaused: false };
