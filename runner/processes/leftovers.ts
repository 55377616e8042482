import { sep } from 'node:path';
import type { Clock } from '../clock.ts';
import { outputsFile, tasksFolder } from '../layout.ts';
import { ProcessLooks } from './process-looks.ts';
import type { ProcessEntry } from './process-table.ts';
import { isTarget } from './send-signal.ts';
import { type Termination, terminate } from './termination.ts';

/**
 * Ends what attempts leave behind: background children, daemons. It looks a while after an attempt has ended, so that
 * many short attempts cost one look; a look that takes long makes the next one come later.
 */
export class Leftovers {
  /** The process groups that hold nothing but leftovers; one that is found empty is dropped, for its number may come again. */
  readonly groups = new Set<number>();
  /** The processes that are never swept: the runner, the shells of its slots. */
  readonly spared = new Set([process.pid]);
  readonly #running = new Set<string>();
  readonly #prefix: string;
  /** For all that is to be stopped. */
  readonly looks: ProcessLooks;
  #graceMs: number;
  readonly #clock: Clock;
  #pause = shortestPause;
  #cancelTimer: (() => void) | undefined;
  #sweep: Termination | undefined;
  #isClosed = false;
  /** Whether an attempt has ended since the last sweep began. */
  #isDue = false;

  /** For the attempts of the run in the folder `run`, and no other; what is older than this process only when `isResumed`. */
  constructor(run: string, graceMs: number, clock: Clock, isResumed = false) {
    this.#prefix = tasksFolder(run) + sep;
    this.looks = new ProcessLooks(this.spared, clock, isResumed);
    this.#graceMs = graceMs;
    this.#clock = clock;
  }

  /** Says that a process group holds nothing but leftovers. A process that could not be started has none. */
  addGroup(leader: number): void {
    if (isTarget(leader)) this.groups.add(leader);
  }

  /** Says that the attempt with this path begins: what is of it is to be left alone. */
  attemptBegins(path: string): void {
    this.#running.add(outputsFile(path));
  }

  /** Says that it is over: what is left of it will be ended. */
  attemptEnded(path: string): void {
    this.#running.delete(outputsFile(path));
    this.#isDue = true;
    this.#schedule();
  }

  /** Ends all that is left, and looks no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer?.();
    await this.#sweep?.done;
    this.#start();
    await this.#sweep?.done;
  }

  /** From now on nothing gets any grace. */
  hurry(): void {
    this.#graceMs = 0;
    this.#sweep?.hurry(0);
  }

  #schedule(): void {
    if (this.#isClosed || this.#cancelTimer || this.#sweep) return;
    this.#cancelTimer = this.#clock.after(this.#pause, () => {
      this.#cancelTimer = undefined;
      this.#start();
    });
  }

  #start(): void {
    this.#isDue = false;
    const sweep = terminate({ living: () => this.#living() }, this.#graceMs, this.#clock);
    this.#sweep = sweep;
    void sweep.done.then(() => {
      this.#sweep = undefined;
      if (this.#isDue) this.#schedule();
    });
  }

  async #living(): Promise<ProcessEntry[]> {
    const bears = (birthmark: string) => birthmark.startsWith(this.#prefix) && !this.#running.has(birthmark);
    const view = await this.looks.look();
    const found = view.relatives([...view.birthmarks].filter(bears), this.groups);
    for (const group of this.groups) if (!view.isInhabited(group)) this.groups.delete(group);
    this.#pause = Math.max(shortestPause, lookShare * this.looks.tookMs);
    return found;
  }
}

const shortestPause = 1000;
/** A look may take one part in this many of the time. */
const lookShare = 50;
