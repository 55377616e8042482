import { existsSync, readFileSync, rmSync } from 'node:fs';
import { appendMessage } from '../../append-message.ts';
import type { Clock } from '../../clock.ts';
import { exitFile } from '../../layout.ts';
import { exitOfStatus } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { hopeless, type JobState, meaningOf } from './job-state.ts';
import type { MaskedTail } from './masked-tail.ts';

/** How a job is submitted and cancelled. */
export interface JobDoor {
  /** Answers its id, or a sentence on why it was not taken. */
  readonly submit: (submission: number) => Promise<{ readonly id: string } | { readonly error: string }>;
  readonly cancel: (id: string, how: 'term' | 'kill') => Promise<void>;
}

/** How often a job that was lost to no fault of its own is submitted again. */
const mostSubmissions = 4;
/** How long a shared folder may take to show what a node has written. */
const longestLagMs = 20_000;

/** One attempt as a job of Slurm, from its submission to its end. */
export class BatchJob implements RunningAttempt {
  readonly #path: string;
  readonly #door: JobDoor;
  readonly #clock: Clock;
  readonly #tail: MaskedTail | undefined;
  readonly #ended: (exit: Exit) => void;
  #id: string | undefined;
  #submissions = 0;
  #isSubmitting = false;
  /** The jobs of it that nothing came of. */
  readonly #lost = new Set<string>();
  #isOver = false;
  #stop: 'term' | 'kill' | undefined;
  #cancelTimer = () => {};
  /** Since when the queue has not known it, or has known it as over, with no status to be seen. */
  #missingSince: number | undefined;

  constructor(path: string, door: JobDoor, clock: Clock, tail: MaskedTail | undefined, ended: (exit: Exit) => void) {
    this.#path = path;
    this.#door = door;
    this.#clock = clock;
    this.#tail = tail;
    this.#ended = ended;
  }

  async submit(): Promise<void> {
    this.#submissions++;
    this.#missingSince = undefined;
    this.#isSubmitting = true;
    const answer = await this.#door.submit(this.#submissions);
    this.#isSubmitting = false;
    if ('error' in answer) {
      this.#end({ kind: 'error', message: answer.error });
      return;
    }
    this.#id = answer.id;
    if (this.#stop) await this.#door.cancel(answer.id, this.#stop);
  }

  stop(graceMs: number): void {
    if (this.#isOver || this.#stop === 'kill') return;
    const how = graceMs > 0 ? 'term' : 'kill';
    if (this.#stop !== how) {
      this.#stop = how;
      if (this.#id !== undefined) void this.#door.cancel(this.#id, how);
    }
    this.#cancelTimer();
    if (how === 'term') this.#cancelTimer = this.#clock.after(graceMs, () => this.stop(0));
  }

  /** Looks whether its status is there: that is sooner seen than the queue tells it. */
  look(): void {
    if (this.#isOver) return;
    this.#tail?.take();
    // What is stopped is over when Slurm says that nothing of it is left; and what ended by a signal may have got that from
    // Slurm, which then knows why.
    const exit = this.#stop ? undefined : this.#toldExit();
    if (exit?.kind === 'exit') this.#end(exit);
  }

  /** Hears how the job stands in the queue. */
  heard(job: JobState | undefined): void {
    if (this.#isOver || this.#isSubmitting || (job && this.#lost.has(job.id))) return;
    if (job) this.#id ??= job.id;
    const meaning = job ? meaningOf(job.state) : ({ kind: 'ended' } as const);
    switch (meaning.kind) {
      case 'open':
        this.#missingSince = undefined;
        this.#giveUp(job);
        return;
      case 'error':
        this.#end(this.#stop ? stopped : meaning);
        return;
      case 'infrastructure':
        this.#again(meaning.message);
        return;
      case 'cancelled':
        this.#end(this.#stop ? stopped : { kind: 'error', message: 'Its job was cancelled in Slurm.' });
        return;
      case 'ended':
        this.#gone(job);
        return;
      default:
        meaning satisfies never;
    }
  }

  #giveUp(job: JobState | undefined): void {
    const why = job && job.state === 'PENDING' ? hopeless(job.reason) : undefined;
    if (why === undefined || !job || this.#stop) return;
    void this.#door.cancel(job.id, 'kill');
    this.#end({ kind: 'error', message: why });
  }

  #again(message: string): void {
    if (this.#stop) this.#end(stopped);
    else if (this.#submissions >= mostSubmissions) this.#end({ kind: 'error', message });
    else {
      appendMessage(this.#path, `${message} It is submitted again.`);
      if (this.#id !== undefined) this.#lost.add(this.#id);
      this.#id = undefined;
      rmSync(exitFile(this.#path), { force: true });
      void this.submit();
    }
  }

  /** Its program is over, or nobody knows of it any more: the status decides, when it comes. */
  #gone(job: JobState | undefined): void {
    const exit = this.#stop ? stopped : this.#toldExit();
    if (exit) {
      this.#end(exit);
      return;
    }
    this.#missingSince ??= this.#clock.elapsed();
    if (this.#clock.elapsed() - this.#missingSince < longestLagMs) return;
    const message = `Its job has ended (${job?.state}), and its status is not to be seen: is the folder of the run shared with the nodes?`;
    this.#end(job ? { kind: 'error', message } : { kind: 'lost' });
  }

  #toldExit(): Exit | undefined {
    const file = exitFile(this.#path);
    if (!existsSync(file)) return undefined;
    const status = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(status) ? { kind: 'lost' } : exitOfStatus(status);
  }

  #end(exit: Exit): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer();
    this.#tail?.end();
    this.#ended(exit);
  }
}

const stopped: Exit = { kind: 'signal', signal: 'SIGTERM' };
