import type { Clock } from '../clock.ts';
import { processTable } from './process-table.ts';
import { ProcessView } from './process-view.ts';

/**
 * Looks at the processes of this machine for many at once: five hundred that are being stopped share a look. The longer one
 * takes, the later comes the next.
 */
export class ProcessLooks {
  readonly #spared: ReadonlySet<number>;
  readonly #clock: Clock;
  readonly #marked: 'younger' | 'everybody';
  #next: Promise<ProcessView> | undefined;
  #notBefore = 0;
  #tookMs = 0;

  /** `spared` are never anybody's; with `isResumed`, what is older than this process may be somebody's too. */
  constructor(spared: ReadonlySet<number>, clock: Clock, isResumed: boolean) {
    this.#spared = spared;
    this.#clock = clock;
    this.#marked = isResumed ? 'everybody' : 'younger';
  }

  /** How long the last one took. */
  get tookMs(): number {
    return this.#tookMs;
  }

  /** The processes at a moment after this call. */
  look(): Promise<ProcessView> {
    this.#next ??= this.#look();
    return this.#next;
  }

  async #look(): Promise<ProcessView> {
    const wait = Math.max(0, this.#notBefore - this.#clock.elapsed());
    await new Promise<void>(resolve => {
      this.#clock.after(wait, resolve);
    });
    // Who asks from now on wants to know of a later moment.
    this.#next = undefined;
    const begin = this.#clock.elapsed();
    const view = new ProcessView(await processTable(this.#marked), this.#spared);
    const end = this.#clock.elapsed();
    this.#tookMs = end - begin;
    this.#notBefore = end + Math.min(this.#tookMs, longestPauseMs);
    return view;
  }
}

const longestPauseMs = 250;
