import { appendFileSync } from 'node:fs';
import type { RunEvent } from '../event.ts';
import { runnerLog } from '../layout.ts';
import { CannotStart } from '../run-options.ts';
import type { Workplace } from '../workplace.ts';
import { asksForLineage, asksForTraces, isObserved } from './is-observed.ts';
import type { ObserverTools, RunObserver } from './observer.ts';
import { originOf } from './origin.ts';

/** All that tells of one run outside. Nothing of it throws or makes the run wait before its end. Before `begin` it says nothing. */
export interface Observation {
  /** Is told of the run as it stands, before anything is heard: of one that is resumed, after all that happened before. */
  begin(place: Workplace): void;
  hear(event: RunEvent): void;
  variables(task: string, attempt: number): Readonly<Record<string, string>>;
  /** Resolves after a few seconds at most, and at once when `hurry` is aborted. */
  end(hurry?: AbortSignal): Promise<void>;
}

type Make = (tools: ObserverTools) => RunObserver | undefined;

/**
 * What the environment asks for that a run is told of outside; nothing, and nothing is loaded, where it asks for nothing.
 * Throws `CannotStart` when a variable of ours says what cannot be. All else that goes wrong is a line of `runner.log`.
 */
export async function observeRun(env: NodeJS.ProcessEnv, isResumed = false): Promise<Observation | undefined> {
  if (!isObserved(env)) return undefined;
  const makers: Make[] = [];
  if (asksForTraces(env)) {
    if (env.DAGWRIGHT_TRACES !== 'otlp') throw new CannotStart(unknownTraces(env.DAGWRIGHT_TRACES ?? ''));
    const [{ traceObserver }, { traceProvider }] = await Promise.all([
      import('./traces/trace-observer.ts'),
      import('./traces/trace-provider.ts'),
    ]);
    makers.push(tools => traceObserver(tools, traceProvider));
  }
  if (asksForLineage(env)) makers.push((await import('./lineage/lineage-observer.ts')).lineageObserver);
  return new Observing(env, isResumed, makers);
}

function unknownTraces(value: string): string {
  return `DAGWRIGHT_TRACES is "${value}". It can be "otlp", which sends traces to $OTEL_EXPORTER_OTLP_ENDPOINT, or "none".`;
}

class Observing implements Observation {
  #run: string | undefined;
  readonly #env: NodeJS.ProcessEnv;
  readonly #isResumed: boolean;
  readonly #makers: readonly Make[];
  readonly #noted = new Set<string>();
  #observers: readonly RunObserver[] = [];

  constructor(env: NodeJS.ProcessEnv, isResumed: boolean, makers: readonly Make[]) {
    this.#env = env;
    this.#isResumed = isResumed;
    this.#makers = makers;
  }

  begin(place: Workplace): void {
    const { run, secrets } = place;
    this.#run = run;
    const masked = secrets && !secrets.isEmpty ? (text: string) => secrets.masked(text) : (text: string) => text;
    const note = (sentence: string) => this.#note(masked(sentence));
    this.#guarded(() => {
      const tools = { place, masked, note, env: this.#env, origin: originOf(run, this.#env, this.#isResumed) };
      this.#observers = this.#makers.map(make => make(tools)).filter(observer => observer !== undefined);
    });
  }

  hear(event: RunEvent): void {
    for (const observer of this.#observers) this.#guarded(() => observer.hear(event));
  }

  variables(task: string, attempt: number): Readonly<Record<string, string>> {
    const all: Record<string, string> = {};
    for (const observer of this.#observers) {
      this.#guarded(() => Object.assign(all, observer.variables(task, attempt)));
    }
    return all;
  }

  async end(hurry = new AbortController().signal): Promise<void> {
    const ended = await Promise.allSettled(this.#observers.map(observer => observer.end(hurry)));
    for (const { status, ...more } of ended) if ('reason' in more) this.#note(faultText(more.reason));
  }

  /** Of a run that fell over what looks at it, nobody would have anything. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#note(faultText(error));
    }
  }

  #note(sentence: string): void {
    if (this.#run === undefined || this.#noted.has(sentence)) return;
    this.#noted.add(sentence);
    try {
      appendFileSync(runnerLog(this.#run), `${sentence.replaceAll(/\s*\n\s*/g, ' ')}\n`);
    } catch {
      // The run's folder may be gone or its disk full: the run says so itself.
    }
  }
}

function faultText(error: unknown): string {
  return `The run could not be told of outside: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
