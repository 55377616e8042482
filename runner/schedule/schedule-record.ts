import type { Trigger } from '../../pipeline/pipeline.ts';
import type { RunTrigger } from '../event.ts';

/** Why something that would have started a run did not. */
export type PassReason =
  /** It was more than a minute ago, and `catchup` does not ask for it. */
  | 'missed'
  /** The last run still went on. */
  | 'overlap'
  /** A newer one took its place while it waited. */
  | 'replaced'
  /** More were missed than are caught up. */
  | 'limit'
  /** The `if` of the trigger did not hold, or could not be decided. */
  | 'condition'
  /** The run itself wrote the files. */
  | 'own'
  /** Its triggers were switched off in the editor. */
  | 'off';

/**
 * Everything that a scheduler decides or learns, a line of its journal each; what is decided stands there before it is
 * done. `trigger` is a trigger's key, `at` the time in milliseconds since 1970.
 */
export type ScheduleRecord =
  /** A trigger counts from now on, or says something else than before. What was up to `from` is not looked at. */
  | {
      readonly type: 'armed';
      readonly at: number;
      readonly trigger: string;
      /** From the folder that holds `.dagwright`. */
      readonly file: string;
      readonly definition: Trigger;
      readonly from?: number;
    }
  /** It counts no more: the file, or the trigger in it, is gone. */
  | { readonly type: 'disarmed'; readonly at: number; readonly trigger: string }
  /** Nothing is started for all up to `upTo`, or for the end of another pipeline's `run`. */
  | {
      readonly type: 'passed';
      readonly at: number;
      readonly trigger: string;
      readonly reason: PassReason;
      readonly upTo?: number;
      readonly run?: string;
      /** When that run ended. */
      readonly endedAt?: number;
      readonly message?: string;
    }
  /** Runs will be started for these, one after the other, when it is their turn. */
  | {
      readonly type: 'waiting';
      readonly at: number;
      readonly trigger: string;
      readonly causes: readonly RunTrigger[];
    }
  /** The run `run` is started; whether it began, its folder tells. */
  | {
      readonly type: 'start';
      readonly at: number;
      readonly trigger: string;
      readonly file: string;
      readonly run: string;
      readonly cause: RunTrigger;
      /** Everything up to here is decided; absent: up to the cause. */
      readonly upTo?: number;
    }
  /** The run `run` was killed before its first line: it is started once more, under another name. */
  | { readonly type: 'renamed'; readonly at: number; readonly run: string; readonly as: string }
  /** A run is over, or could not begin. */
  | {
      readonly type: 'ended';
      readonly at: number;
      readonly run: string;
      readonly status: string;
      readonly message?: string;
    }
  /** The triggers of a file are switched off, or on again. */
  | { readonly type: 'paused'; readonly at: number; readonly file: string; readonly paused: boolean };

/** A run that a scheduler started and that is not over, as far as it knows. */
export interface StartedRun {
  readonly trigger: string;
  readonly file: string;
  readonly cause: RunTrigger;
}
