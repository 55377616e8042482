import { readRun } from '../../runner/run-directory/read-run.ts';
import type { RunState } from '../../runner/run-state.ts';

/** How many are kept in full. */
const kept = 30;

/** Runs that do not change any more, read when they are asked for; the latest asked for are kept. */
export class PastRuns {
  readonly #readings = new Map<string, Promise<RunState | undefined>>();
  readonly #states = new Map<string, RunState>();

  /** The run in `folder` when it is in memory. */
  state(folder: string): RunState | undefined {
    return this.#states.get(folder);
  }

  /** The run in `folder`; `undefined` when it cannot be read. */
  load(folder: string): Promise<RunState | undefined> {
    const reading = this.#readings.get(folder) ?? this.#read(folder);
    this.#readings.delete(folder);
    this.#readings.set(folder, reading);
    for (const oldest of this.#readings.keys()) {
      if (this.#readings.size <= kept) break;
      this.forget(oldest);
    }
    return reading;
  }

  /** Keeps a run that has just ended and is in memory already. */
  keep(folder: string, state: RunState): void {
    this.#states.set(folder, state);
    this.#readings.set(folder, Promise.resolve(state));
  }

  forget(folder: string): void {
    this.#readings.delete(folder);
    this.#states.delete(folder);
  }

  async #read(folder: string): Promise<RunState | undefined> {
    // Why it cannot be read is said by the run's summary.
    const reading = await readRun(folder).catch(() => undefined);
    if (reading?.kind !== 'run') return undefined;
    if (this.#readings.has(folder)) this.#states.set(folder, reading.state);
    return reading.state;
  }
}
