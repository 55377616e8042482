import type { RunEvent } from '../event.ts';
import type { Workplace } from '../workplace.ts';

/** Tells somebody outside how a run goes on. What it does may fail, and the run does not: see `observeRun`. */
export interface RunObserver {
  /** Hears each event in order, after it is in the journal. It only notes: what it sends goes out in the background. */
  hear(event: RunEvent): void;
  /** What an attempt is given in its environment, so that what it sends of itself hangs together with what is told of it. */
  variables(task: string, attempt: number): Readonly<Record<string, string>>;
  /** Nothing more will be heard; resolves when all is sent, or was given up because it takes too long or `hurry` is aborted. */
  end(hurry: AbortSignal): Promise<void>;
}

/** What an observer works with. */
export interface ObserverTools {
  readonly place: Pick<Workplace, 'run' | 'state' | 'scopes' | 'expressions'>;
  readonly env: NodeJS.ProcessEnv;
  readonly origin: RunOrigin;
  /** A text without the secrets of the run. */
  readonly masked: (text: string) => string;
  /** Notes for the user that something cannot be told outside: a sentence, kept once however often it is said. */
  readonly note: (sentence: string) => void;
}

/** What a run was started as a part of, kept with it, so that whoever resumes it tells of the same. */
export interface RunOrigin {
  /** As in the W3C's Trace Context. */
  readonly traceparent?: string;
  /** As OpenLineage's integrations hand it on: JSON, or, older, `namespace/job/run id` of the parent and of the root. */
  readonly lineageContext?: string;
  readonly lineageParent?: string;
  readonly lineageRoot?: string;
}
