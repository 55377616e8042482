import type { Owner, RunEvent } from '../event.ts';
import { journalFile } from '../layout.ts';
import { GrowingFile } from './growing-file.ts';
import { JournalDecoder, type JournalFault } from './journal-decoder.ts';
import { isOwnerGone } from './owner.ts';

/** What is new about a run; after each of the last three nothing more comes. */
export type RunNews =
  /** What was appended to its journal. */
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  /** Its owner is gone and wrote no end. */
  | { readonly kind: 'interrupted' }
  /** Its folder was deleted, or was never there. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'fault'; readonly fault: JournalFault };

/** Rounds without news between two looks at whether the owner lives. */
const ownerEvery = 8;

/** Reads a run's journal as it grows, and tells when nothing more will come. */
export class NewsReader {
  readonly #file: GrowingFile;
  readonly #decoder = new JournalDecoder();
  #owner: Owner | undefined;
  #idle = 0;
  #ownerGone = false;
  #over = false;

  constructor(folder: string) {
    this.#file = new GrowingFile(journalFile(folder));
  }

  /** Whether nothing more will come: the run has its end, or the last news was not `events`. */
  get isOver(): boolean {
    return this.#over;
  }

  /** What came since the last call; `undefined` when it was nothing. */
  async read(): Promise<RunNews | undefined> {
    for (;;) {
      const bytes = await this.#file.read();
      if (bytes === 'missing') return this.#last({ kind: 'gone' });
      const events = this.#decoder.push(bytes);
      if (events.length > 0) return this.#take(events);
      const { fault } = this.#decoder;
      if (fault && fault.kind !== 'empty') return this.#last({ kind: 'fault', fault });
      if (bytes.length > 0) continue;
      this.#file.back(this.#decoder.dropUnfinished());
      // What it wrote before it went is read first: only then its silence means something.
      if (this.#ownerGone) return this.#last({ kind: 'interrupted' });
      if (!this.#looksGone()) return undefined;
      this.#ownerGone = true;
    }
  }

  #take(events: readonly RunEvent[]): RunNews {
    for (const event of events) {
      if (event.type === 'run_started' || event.type === 'run_resumed') this.#owner = event;
      if (event.type === 'run_ended') this.#over = true;
    }
    return { kind: 'events', events };
  }

  #looksGone(): boolean {
    return this.#owner !== undefined && this.#idle++ % ownerEvery === 0 && isOwnerGone(this.#owner);
  }

  #last(news: RunNews): RunNews {
    this.#over = true;
    return news;
  }
}
