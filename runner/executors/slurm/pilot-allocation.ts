import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Clock } from '../../clock.ts';
import { fileNameOf } from '../../layout.ts';
import { answerOf } from '../../processes/start-process.ts';
import type { ExecutorSettings } from '../executor.ts';
import { placeOptions, type SlurmSettings, timeOption } from './job-options.ts';
import { hopeless, type JobState, meaningOf, queueFormat, readQueue } from './job-state.ts';
import { slurmError } from './slurm-error.ts';

/** What steps are started in, or a sentence on why there is nothing. */
export type Allocation = { readonly id: string; readonly node?: string } | { readonly error: string };

/** A cluster may let one wait for days. */
const longestQueueMs = 2 ** 31 - 1;
const lookEveryMs = 1_000;
const longestPauseMs = 30_000;
/** How often one is looked at that is about to end. */
const mostLooks = 10;

/**
 * The allocation that a pilot of a run has: asked for when it is first wanted, found again by whoever goes on with the run, also
 * where it still waits in the queue, and given back at the end.
 */
export class PilotAllocation {
  readonly #name: string;
  readonly #settings: ExecutorSettings;
  readonly #slurm: SlurmSettings;
  readonly #clock: Clock;
  /** Nobody waits for it any more. */
  readonly #unwanted = new AbortController();
  #isFresh = false;
  #allocation: Promise<Allocation> | undefined;
  #ready: Allocation | undefined;

  /** `name`: that of the executor. */
  constructor(name: string, settings: ExecutorSettings, slurm: SlurmSettings, clock: Clock) {
    this.#name = name;
    this.#settings = settings;
    this.#slurm = slurm;
    this.#clock = clock;
  }

  /** What is known at once. */
  get ready(): Allocation | undefined {
    return this.#ready;
  }

  get(): Promise<Allocation> {
    this.#allocation ??= this.#foundOrNew().then(allocation => {
      this.#ready = allocation;
      return allocation;
    });
    return this.#allocation;
  }

  /** How the allocation with this id has ended, in Slurm's word; `undefined` when it still stands, or nobody answers. */
  async endOf(id: string): Promise<string | undefined> {
    for (let tries = 0; ; tries++) {
      const { status, out, err } = await this.#ask('scontrol', ['show', 'job', '--oneliner', id]);
      if (status !== 0) return /Invalid job id/.test(err) ? 'COMPLETED' : undefined;
      const state = /\bJobState=(\w+)/.exec(out)?.[1] ?? '';
      if (state !== 'COMPLETING' || tries >= mostLooks) return meaningOf(state).kind === 'open' ? undefined : state;
      await this.#pause();
    }
  }

  /** Whoever wants one from now on gets another than this. */
  drop(id: string): void {
    if (!this.#ready || !('id' in this.#ready) || this.#ready.id !== id) return;
    this.#ready = undefined;
    this.#allocation = undefined;
    this.#isFresh = true;
  }

  async giveBack(): Promise<void> {
    this.#unwanted.abort();
    const allocation = await this.#allocation;
    if (allocation && 'id' in allocation) await this.#ask('scancel', [allocation.id]);
  }

  async #foundOrNew(): Promise<Allocation> {
    // Only a runner that died can have left one.
    const found = this.#settings.isResumed && !this.#isFresh ? await this.#found() : undefined;
    return found ?? (await this.#allocate());
  }

  /** Of several, the one that runs, else the first that waits; the others are given back. */
  async #found(): Promise<Allocation | undefined> {
    for (;;) {
      const own = await this.#jobs();
      if (!own) return undefined;
      const [best, ...rest] = own.toSorted((a, b) => rank(a) - rank(b) || Number(a.id) - Number(b.id));
      if (rest.length > 0)
        await this.#ask(
          'scancel',
          rest.map(({ id }) => id),
        );
      if (!best || best.state === 'COMPLETING') return undefined;
      if (best.state === 'RUNNING') return allocationOf(best.id, best.node);
      await this.#pause();
      if (!this.#unwanted.signal.aborted) continue;
      await this.#ask('scancel', [best.id]);
      return { error: 'Nobody waits for its allocation any more.' };
    }
  }

  async #allocate(): Promise<Allocation> {
    const { cpus = this.#slurm.maxParallel ?? availableParallelism(), timeMs } = this.#slurm;
    const args = [
      ...['--no-shell', '--job-name=dagwright', `--comment=${this.#key}`, `--ntasks=${cpus}`],
      ...placeOptions(this.#slurm),
      ...timeOption(timeMs, 0),
    ];
    const { env } = this.#settings;
    const over = new AbortController();
    const fault = this.#neverGranted(over.signal);
    const signal = AbortSignal.any([this.#unwanted.signal, fault.signal]);
    const answer = await answerOf('salloc', args, { env, timeoutMs: longestQueueMs, signal });
    over.abort();
    if (fault.signal.aborted) return { error: String(fault.signal.reason) };
    const id = /Granted job allocation (\d+)/.exec(answer.err)?.[1];
    // It may have been granted at the last moment: then it is to be given back.
    const isTaken = answer.status === 0 || this.#unwanted.signal.aborted;
    if (!isTaken || id === undefined) return { error: slurmError('salloc', answer) };
    return allocationOf(id, /Nodes (\S+) are ready/.exec(answer.err)?.[1]);
  }

  /** Aborts, with a sentence, when the queue says of the allocation that it will never be granted; asks until it is `over`. */
  #neverGranted(over: AbortSignal): AbortController {
    const never = new AbortController();
    let wasSaid = false;
    const ask = async () => {
      for (let pauseMs = lookEveryMs / 2; ; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
        await this.#pause(pauseMs, over);
        if (over.aborted || this.#unwanted.signal.aborted) return;
        const why = (await this.#jobs())?.map(({ reason }) => hopeless(reason)).find(text => text !== undefined);
        // What it says first may change when it has looked closer.
        if (why !== undefined && wasSaid) never.abort(why);
        wasSaid = why !== undefined;
      }
    };
    void ask();
    return never;
  }

  /** What there is of it in the queue; `undefined` when that does not answer. */
  async #jobs(): Promise<readonly JobState[] | undefined> {
    const { status, out } = await this.#ask('squeue', ['--me', '--noheader', `--format=${queueFormat}`]);
    if (status !== 0) return undefined;
    return readQueue(out).filter(({ key, state }) => key === this.#key && meaningOf(state).kind === 'open');
  }

  /** By what it is known in the queue. */
  get #key(): string {
    return `${basename(this.#settings.run)}/pilot:${fileNameOf(this.#name)}`;
  }

  #ask(program: string, args: readonly string[]): ReturnType<typeof answerOf> {
    return answerOf(program, args, { env: this.#settings.env });
  }

  /** Over at once when nobody wants the allocation any more, or by `signal`. */
  #pause(ms = lookEveryMs, signal = this.#unwanted.signal): Promise<void> {
    const either = AbortSignal.any([signal, this.#unwanted.signal]);
    return new Promise(resolve => {
      const done = () => {
        cancel();
        either.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#clock.after(ms, done);
      either.addEventListener('abort', done);
      if (either.aborted) done();
    });
  }
}

function rank({ state }: JobState): number {
  return state === 'RUNNING' ? 0 : state === 'COMPLETING' ? 2 : 1;
}

function allocationOf(id: string, nodes: string | undefined): Allocation {
  return nodes === undefined || /[[,]/.test(nodes) ? { id } : { id, node: nodes };
}
