import type { RunEvent } from './event.ts';
import type { Journal } from './journal.ts';
import { applyEvent, type RunState } from './run-state.ts';
import type { Scheduler } from './scheduler/scheduler.ts';

/** Makes events true: state and scheduler learn of them at once, who listens when they are in the journal. */
export class EventRecord {
  readonly #state: RunState;
  readonly #scheduler: Scheduler;
  readonly #journal: Pick<Journal, 'append' | 'flush' | 'sync'>;
  readonly #listener: (event: RunEvent) => void;
  readonly #untold: RunEvent[] = [];
  #isClosed = false;

  constructor(
    state: RunState,
    scheduler: Scheduler,
    journal: Pick<Journal, 'append' | 'flush' | 'sync'>,
    listener: (event: RunEvent) => void,
  ) {
    this.#state = state;
    this.#scheduler = scheduler;
    this.#journal = journal;
    this.#listener = listener;
  }

  add(event: RunEvent): void {
    applyEvent(this.#state, event);
    this.#scheduler.heard(event);
    if (!this.#isClosed) this.#journal.append(event);
    this.#untold.push(event);
  }

  /** From now on nothing more is written, only told. */
  close(): void {
    this.#isClosed = true;
  }

  /** Writes what was added, then tells it; answers why it could not be written. */
  write(): Error | undefined {
    const error = this.#try(() => this.#journal.flush());
    this.#tell();
    return error;
  }

  /** Writes the end of the run down to the disk. An end that could not be written is not told. */
  writeEnd(): Error | undefined {
    const error = this.#try(() => this.#journal.sync());
    if (error) this.#untold.length = 0;
    this.#tell();
    return error;
  }

  #tell(): void {
    for (const event of this.#untold.splice(0)) this.#listener(event);
  }

  #try(action: () => void): Error | undefined {
    if (this.#isClosed) return undefined;
    try {
      action();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
