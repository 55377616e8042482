import type { Action } from '../../pipeline/pipeline.ts';
import type { AttemptPlace, Usage } from '../event.ts';
import type { Place } from '../executors/place.ts';
import type { Masking } from './masker.ts';

/** One attempt, ready to be started: nothing in it is resolved any further. */
export interface AttemptCommand {
  readonly action: Exclude<Action, { kind: 'pipeline' }>;
  /** What the paths of its files begin with. */
  readonly path: string;
  /** Where it works; it is there. */
  readonly workingDirectory: string;
  /** What is added to the environment that all attempts share. `PIPELINE_OUTPUT` is its birthmark. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent: here. */
  readonly place?: Place;
  /** Hears where it runs, as soon as its place knows, and each time that this changes. */
  readonly placed?: (place: AttemptPlace) => void;
  /** Absolute paths of what it is to write; told to where files have to be copied. */
  readonly files?: readonly string[];
  /** How long it may take; kept by whoever starts it, and told to a batch system. */
  readonly timeoutMs?: number;
  /** Whether its exit status says all of how it ended: then others may be told ahead behind it. */
  readonly isPlain?: boolean;
}

/** An attempt that is told to whoever runs attempts while another one still runs there: it begins right behind that. */
export interface AheadAttempt {
  readonly command: AttemptCommand;
  /** It begins; answers who hears of its end, once, and never before this has returned. */
  readonly began: (running: RunningAttempt) => (exit: Exit, usage?: Usage) => void;
  /** It does not begin where it was told. */
  readonly refused: () => void;
}

/** An attempt that was told ahead and of which nothing was heard yet. */
export interface Told {
  /** True: it does not begin there, nor is anything heard of it. False: it has begun, or nobody can say; that is heard of soon. */
  takeBack(): boolean;
}

/** An attempt that another runner has started and that still runs. */
export interface OrphanAttempt {
  /** What the paths of its files begin with. */
  readonly path: string;
  /** The shell that runs it and tells how it ended; it leads a session. */
  readonly shell: number;
  /** Absolute paths of what it is to write. */
  readonly files?: readonly string[];
  /** Where it was started; absent: here. */
  readonly place?: Place;
  /** Where it ran when that was last told. */
  readonly known?: AttemptPlace;
  /** Hears where it runs, as that of an `AttemptCommand`. */
  readonly placed?: (place: AttemptPlace) => void;
}

/**
 * How the main process of an attempt ended; `error`: it did not start; `unwritable`: nor will any other, the run's folder
 * takes no more; `lost`: nobody knows.
 */
export type Exit =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** `isDiskFull`: there was no room left where its output goes. */
  | { readonly kind: 'error'; readonly message: string; readonly isDiskFull?: true }
  | { readonly kind: 'unwritable'; readonly message: string; readonly isFull?: boolean }
  | { readonly kind: 'lost' };

/** An attempt whose `ended` has not been called yet. */
export interface RunningAttempt {
  /**
   * Asks its whole process tree to end (SIGTERM), and kills what is left `graceMs` later (SIGKILL).
   * `ended` is called when nothing of it is left. A shorter grace may be given later; a longer one changes nothing.
   */
  stop(graceMs: number): void;
}

/** The one way to processes. */
export interface Processes {
  /**
   * Starts an attempt; `ended` is called once, never before `start` has returned, with what it used where that could be measured. Throws, and starts nothing, when the
   * run's folder cannot be written.
   */
  start(command: AttemptCommand, ended: (exit: Exit, usage?: Usage) => void): RunningAttempt;
  /** How many attempts may be told ahead now; where nothing is, never any. */
  readonly roomAhead?: () => number;
  /** Tells attempts ahead, those that can be; the answers are in the same order. Throws, and tells nothing, when the run's folder cannot be written. */
  readonly tellAhead?: (attempts: readonly AheadAttempt[]) => readonly (Told | undefined)[];
  /** Watches over an attempt whose runner is gone as if it had been started here. */
  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt;
  /**
   * Whether an attempt that leaves no process here was ever begun at its place; `undefined` where its processes tell it.
   */
  hasBegun?(path: string, place: Place): Promise<boolean> | undefined;
  /** Ends whatever attempts that are over have left behind, then its own. Resolves when nothing is left. */
  close(): Promise<void>;
  /** From now on what attempts left behind is killed without grace. */
  hurry(): void;
}

/** What every attempt of a run shares. */
export interface ProcessSettings {
  /** The folder of the run: whatever bears a file of its attempts as its birthmark belongs to the run. */
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where shells are started: the usual working directory. */
  readonly workingDirectory: string;
  /** How long what an attempt left behind may take to end after SIGTERM. */
  readonly leftoverGraceMs: number;
  /** The run goes on after its runner died: what is older than this process may belong to it. */
  readonly isResumed?: boolean;
  /** There when the output of attempts is to be masked. */
  readonly masking?: Masking;
}
