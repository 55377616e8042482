import type { RunEvent } from './event.ts';
import { applyEvent } from './run-state.ts';
import type { RunTools } from './run-tools.ts';

/** Makes events true: state and scheduler learn of them at once, who listens when they are in the journal. */
export class EventRecord {
  readonly #tools: RecordTools;
  readonly #failed: (error: unknown) => void;
  #untold: RunEvent[] = [];
  #isClosed = false;

  /** `failed` is told when who listens throws. */
  constructor(tools: RecordTools, failed: (error: unknown) => void) {
    this.#tools = tools;
    this.#failed = failed;
  }

  add(event: RunEvent): void {
    hear(event, this.#tools);
    if (!this.#isClosed) this.#tools.journal.append(event);
    this.#untold.push(event);
  }

  /** From now on nothing more is written, only told. */
  close(): void {
    this.#isClosed = true;
  }

  /** Writes what was added and answers why it could not be written. It is told when what is to be done at once has been: attempts start sooner. */
  write(): Error | undefined {
    const error = this.#try(() => this.#tools.journal.flush());
    if (this.#untold.length > 0) queueMicrotask(() => this.#tellLater());
    return error;
  }

  /** Writes the end of the run down to the disk. An end that could not be written is not told. */
  writeEnd(): Error | undefined {
    const error = this.#try(() => this.#tools.journal.sync());
    if (error) this.#untold.length = 0;
    this.#tell();
    return error;
  }

  #tellLater(): void {
    try {
      this.#tell();
    } catch (error) {
      this.#failed(error);
    }
  }

  #tell(): void {
    const events = this.#untold;
    this.#untold = [];
    for (const event of events) this.#tools.onEvent(event);
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

/** Lets all that knows how a run stands learn of an event: one that happens, or one of a journal that is read again. */
export function hear(event: RunEvent, { state, facts, scheduler }: Omit<RecordTools, 'journal' | 'onEvent'>): void {
  applyEvent(state, event);
  if (event.type === 'group_opened') facts.opened(event.task, event.members ?? []);
  scheduler.heard(event);
}

type RecordTools = Pick<RunTools, 'state' | 'facts' | 'scheduler' | 'journal' | 'onEvent'>;
