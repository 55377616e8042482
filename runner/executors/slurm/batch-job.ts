import { existsSync, readFileSync, rmSync } from 'node:fs';
import { appendMessage } from '../../append-message.ts';
import type { Clock } from '../../clock.ts';
import type { AttemptPlace, Usage } from '../../event.ts';
import { exitFile } from '../../layout.ts';
import { exitOfStatus } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { signalOfStatus } from '../../signal.ts';
import type { JobRecord } from './job-record.ts';
import { notShared } from './job-script.ts';
import { hopeless, type JobState, type Meaning, meaningOf } from './job-state.ts';
import type { MaskedTail } from './masked-tail.ts';

/** What a job works with. */
export interface BatchJobTools {
  /** What the paths of the attempt's files begin with. */
  readonly path: string;
  readonly clock: Clock;
  /** There where its output is brought into the log by us. */
  readonly tail?: MaskedTail;
  /** Answers its id, or a sentence on why it was not taken. */
  readonly submit: (submission: number) => Promise<{ readonly id: string } | { readonly error: string }>;
  readonly cancel: (id: string, how: 'term' | 'kill') => Promise<void>;
  /** How a job ended that told nothing itself, as far as Slurm knows. */
  readonly recordOf: (id: string) => Promise<JobRecord | undefined>;
  readonly placed: (where: Omit<AttemptPlace, 'executor'>) => void;
}

/** How often a job that was lost to no fault of its own is submitted again. */
const mostSubmissions = 4;
/** How long a shared folder may take to show what a node has written. */
const longestLagMs = 20_000;
/** How long Slurm may take to tell why a job has failed. */
const longestReasonMs = 5_000;
/** How long Slurm must have said that it will not start a job: what it says first may change when it has looked closer. */
const leastHopelessMs = 1_000;
/** How often Slurm is asked meanwhile how the job ended. */
const askEveryMs = 5_000;

/** One attempt as a job of Slurm, from its submission to its end. */
export class BatchJob implements RunningAttempt {
  readonly #tools: BatchJobTools;
  readonly #ended: (exit: Exit, usage?: Usage) => void;
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
  #hopelessSince: number | undefined;
  #failedSince: number | undefined;
  #askedAt: number | undefined;
  #record: JobRecord | undefined;

  /** `id`: that of its job, when another runner has begun it and told. */
  constructor(tools: BatchJobTools, ended: (exit: Exit, usage?: Usage) => void, id?: string) {
    this.#tools = tools;
    this.#ended = ended;
    this.#id = id;
  }

  async submit(): Promise<void> {
    const { submit, cancel, placed } = this.#tools;
    this.#submissions++;
    this.#missingSince = undefined;
    this.#askedAt = undefined;
    this.#failedSince = undefined;
    this.#isSubmitting = true;
    const answer = await submit(this.#submissions);
    this.#isSubmitting = false;
    if ('error' in answer) {
      this.#end({ kind: 'error', message: answer.error });
      return;
    }
    this.#id = answer.id;
    placed({ job: answer.id });
    if (this.#stop) await cancel(answer.id, this.#stop);
  }

  stop(graceMs: number): void {
    if (this.#isOver || this.#stop === 'kill') return;
    const how = graceMs > 0 ? 'term' : 'kill';
    if (this.#stop !== how) {
      this.#stop = how;
      if (this.#id !== undefined) void this.#tools.cancel(this.#id, how);
    }
    this.#cancelTimer();
    if (how === 'term') this.#cancelTimer = this.#tools.clock.after(graceMs, () => this.stop(0));
  }

  /** Ends the attempt with something that went wrong here; its job is cancelled. */
  fail(exit: Exit): void {
    if (!this.#isOver && this.#id !== undefined) void this.#tools.cancel(this.#id, 'kill');
    this.#end(exit);
  }

  /** Looks whether its status is there: that is sooner seen than the queue tells it. */
  look(): void {
    if (this.#isOver) return;
    this.#tools.tail?.take();
    // What is stopped is over when Slurm says that nothing of it is left; and what failed may have been told by Slurm to end,
    // which then knows why.
    const exit = this.#stop ? undefined : this.#toldExit();
    if (exit?.kind !== 'exit') return;
    const now = this.#tools.clock.elapsed();
    this.#failedSince ??= now;
    if (exit.code === 0 || now - this.#failedSince >= longestReasonMs) this.#end(exit);
  }

  /** Hears how the job stands in the queue. */
  heard(job: JobState | undefined): void {
    if (this.#isOver || this.#isSubmitting || (job && this.#lost.has(job.id))) return;
    if (job) this.#id ??= job.id;
    const meaning = job ? meaningOf(job.state) : ({ kind: 'ended' } as const);
    if (meaning.kind === 'ended') this.#gone(job?.state);
    else if (meaning.kind !== 'open') this.#endAs(meaning);
    else if (job) this.#stays(job);
  }

  #stays(job: JobState): void {
    this.#missingSince = undefined;
    if (job.state === 'RUNNING') this.#tools.placed({ job: job.id, ...(job.node !== undefined && { host: job.node }) });
    const why = job.state === 'PENDING' ? hopeless(job.reason) : undefined;
    const now = this.#tools.clock.elapsed();
    this.#hopelessSince = why === undefined ? undefined : (this.#hopelessSince ?? now);
    if (why === undefined || this.#stop || now - (this.#hopelessSince ?? now) < leastHopelessMs) return;
    void this.#tools.cancel(job.id, 'kill');
    this.#end({ kind: 'error', message: why });
  }

  #endAs(meaning: Exclude<Meaning, { kind: 'open' | 'ended' }>): void {
    if (this.#stop) this.#end(stopped);
    else if (meaning.kind === 'error') this.#end(meaning);
    else if (meaning.kind === 'infrastructure') this.#again(meaning.message);
    else this.#end({ kind: 'error', message: 'Its job was cancelled in Slurm.' });
  }

  #again(message: string): void {
    if (this.#submissions >= mostSubmissions) {
      this.#end({ kind: 'error', message });
      return;
    }
    appendMessage(this.#tools.path, `${message} It is submitted again.`);
    if (this.#id !== undefined) this.#lost.add(this.#id);
    this.#id = undefined;
    rmSync(exitFile(this.#tools.path), { force: true });
    void this.submit();
  }

  /** Its program is over, or the queue knows of it no more: the status decides, when it comes. */
  #gone(state: string | undefined): void {
    const exit = this.#stop ? stopped : this.#toldExit();
    if (exit) {
      this.#end(exit);
      return;
    }
    const now = this.#tools.clock.elapsed();
    this.#missingSince ??= now;
    if (now - this.#missingSince < longestLagMs) {
      void this.#ask(now);
      return;
    }
    const known = state ?? this.#record?.state;
    const message = `Its job has ended (${known}), and its status is not to be seen: is the folder of the run shared with the nodes?`;
    this.#end(known === undefined ? { kind: 'lost' } : { kind: 'error', message });
  }

  /** A job that was killed has told nothing, and one that the queue has forgotten may have ended in any way. */
  async #ask(now: number): Promise<void> {
    const id = this.#id;
    if (id === undefined || (this.#askedAt !== undefined && now - this.#askedAt < askEveryMs)) return;
    this.#askedAt = now;
    const record = await this.#tools.recordOf(id);
    if (!record || this.#isOver || this.#id !== id || this.#isSubmitting) return;
    this.#record = record;
    const meaning = meaningOf(record.state);
    if (meaning.kind === 'ended') this.#endBy(record);
    else if (meaning.kind !== 'open') this.#endAs(meaning);
  }

  /** What it told itself comes before what Slurm tells. */
  #endBy({ code, signal }: JobRecord): void {
    if (this.#toldExit()) return;
    if (code === notShared) this.#end({ kind: 'error', message: notSharedText });
    else if (signal > 0) this.#end(exitOfSignal(signal));
  }

  #toldExit(): Exit | undefined {
    const file = exitFile(this.#tools.path);
    if (!existsSync(file)) return undefined;
    const status = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(status) ? { kind: 'lost' } : exitOfStatus(status);
  }

  #end(exit: Exit): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer();
    const fault = this.#tools.tail?.end();
    this.#ended(fault ?? exit, this.#record?.usage);
  }
}

const notSharedText =
  'The folder of the run is not on the node that it was to run on: share it with the nodes, or work in a folder that is.';
const stopped: Exit = { kind: 'signal', signal: 'SIGTERM' };

function exitOfSignal(number: number): Exit {
  return { kind: 'signal', signal: signalOfStatus(128 + number) ?? `signal ${number}` };
}
