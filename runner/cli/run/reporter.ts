import type { RunEvent } from '../../event.ts';
import type { RunState } from '../../run-state.ts';
import type { Paint } from '../paint.ts';
import type { Symbols } from '../symbols.ts';

/** Tells a person, or a program, how a run goes on. */
export interface Reporter {
  /** Hears each event in order, with the state after it. */
  report(event: RunEvent, state: RunState): void;
  /** Hears what happened before, of a run that is gone on with, and tells nothing of it. */
  recall(event: RunEvent, state: RunState): void;
  /** Hears that the run was asked to stop by a key or a signal. */
  stopping(): void;
  /** Nothing more will come; resolves when all is written. */
  end(): Promise<void>;
}

/** What the reports of one run have in common. */
export interface ReportStyle {
  /** The folder whose `.dagwright` keeps the run. */
  readonly root: string;
  /** The same, where other commands have to be told of it because they are called elsewhere. */
  readonly directory?: string;
  readonly paint: Paint;
  readonly symbols: Symbols;
  /** Whether the run's folder is still there: of one that was deleted nothing can be shown. */
  readonly isKept: (runId: string) => boolean;
}

/** Says nothing: for a run that nobody watches. */
export const silentReporter: Reporter = {
  report: () => undefined,
  recall: () => undefined,
  stopping: () => undefined,
  end: async () => undefined,
};

/** Writes the events as the journal has them, a line each. */
export function jsonReporter(write: (text: string) => void): Reporter {
  return { ...silentReporter, report: event => write(`${JSON.stringify(event)}\n`) };
}
