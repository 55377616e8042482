import type { Clock } from '../clock.ts';
import { outputsFile } from '../layout.ts';
import type { ProcessLooks } from './process-looks.ts';
import type { ProcessEntry } from './process-table.ts';
import type { Exit, RunningAttempt } from './processes.ts';
import { type Termination, terminate } from './termination.ts';

/** Where the processes of one attempt are. */
export interface AttemptProcesses {
  /** What the paths of the attempt's files begin with. */
  readonly path: string;
  /** The process group that holds them, 0 when there is none. */
  readonly group: () => number;
  /** How they are found; those in the group that are not of the attempt are spared by it. */
  readonly looks: ProcessLooks;
  /** Kills the group and whatever is needed for the main process to end for certain. */
  readonly killGroup: () => void;
}

/** One attempt from its start to its end: ended by itself, that is its end; stopped, it ends when its last process has. */
export class StoppableAttempt implements RunningAttempt {
  readonly #processes: AttemptProcesses;
  readonly #clock: Clock;
  readonly #ended: (exit: Exit) => void;
  #exit: Exit | undefined;
  #termination: Termination | undefined;

  constructor(processes: AttemptProcesses, clock: Clock, ended: (exit: Exit) => void) {
    this.#processes = processes;
    this.#clock = clock;
    this.#ended = ended;
  }

  get isStopping(): boolean {
    return this.#termination !== undefined;
  }

  /** Says that the main process is over. */
  mainEnded(exit: Exit): void {
    if (this.#exit) return;
    this.#exit = exit;
    if (this.#termination) this.#termination.lookNow();
    else this.#ended(exit);
  }

  stop(graceMs: number): void {
    if (this.#termination) this.#termination.hurry(graceMs);
    else if (!this.#exit) this.#terminate(graceMs);
  }

  #terminate(graceMs: number): void {
    const target = {
      living: () => this.#living(),
      isOver: () => this.#exit !== undefined,
      killAll: () => this.#processes.killGroup(),
    };
    this.#termination = terminate(target, graceMs, this.#clock);
    void this.#termination.done.then(() => this.#ended(this.#exit ?? { kind: 'signal', signal: 'SIGKILL' }));
  }

  async #living(): Promise<ProcessEntry[]> {
    const { path, group, looks } = this.#processes;
    const view = await looks.look();
    return view.relatives([outputsFile(path)], [group()]);
  }
}
