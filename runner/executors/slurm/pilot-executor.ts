import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Usage } from '../../event.ts';
import { allocationFile } from '../../layout.ts';
import { withLogged } from '../../processes/attempt-exit.ts';
import type { Exit, Processes, RunningAttempt } from '../../processes/processes.ts';
import { answerOf } from '../../processes/start-process.ts';
import { commandThere, writeScript } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import { jobKey, placeOptions, resourceOptions, type SlurmSettings, timeOption } from './job-options.ts';
import { slurmError } from './slurm-error.ts';

type Ended = (exit: Exit, usage?: Usage) => void;
type Allocation = { readonly id: string } | { readonly error: string };

/** A cluster may let one wait for days. */
const longestQueueMs = 2 ** 31 - 1;

/**
 * Takes one allocation for the run and starts each attempt as a step in it: `srun` is a process like any other, whose output and
 * status are the task's. A task is there at once, where a job of its own would wait in the queue.
 */
export class PilotExecutor implements Executor {
  readonly #local: Processes;
  readonly #settings: ExecutorSettings;
  readonly #slurm: SlurmSettings;
  readonly #endings = new Set<Promise<unknown>>();
  /** Nobody waits for an allocation any more. */
  readonly #unwanted = new AbortController();
  #allocation: Promise<Allocation> | undefined;
  #ready: Allocation | undefined;

  constructor(local: Processes, settings: ExecutorSettings, slurm: SlurmSettings) {
    this.#local = local;
    this.#settings = settings;
    this.#slurm = slurm;
  }

  start(command: PlacedCommand, ended: Ended): RunningAttempt {
    writeScript(command);
    const waiting = new WaitingStep(() => ended({ kind: 'signal', signal: 'SIGTERM' }));
    const begin = (allocation: Allocation) => {
      if (waiting.isStopped) return;
      if ('error' in allocation) ended(withLogged({ kind: 'error', message: allocation.error }, command.path));
      else waiting.running = this.#step(command, allocation.id, ended);
    };
    if (this.#ready) return this.#stepOrError(command, this.#ready, ended);
    void this.#allocated().then(begin);
    return waiting;
  }

  adopt(orphan: PlacedOrphan, ended: (exit: Exit) => void): RunningAttempt {
    void this.#allocated();
    return this.#watched(orphan.path, over => this.#local.adopt(orphan, exit => over(exit, undefined, ended)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#endings);
    this.#unwanted.abort();
    const allocation = await this.#allocation;
    if (!allocation || 'error' in allocation) return;
    await this.#ask('scancel', [allocation.id]);
    rmSync(this.#file, { force: true });
  }

  #stepOrError(command: PlacedCommand, ready: Allocation, ended: Ended): RunningAttempt {
    if ('id' in ready) return this.#step(command, ready.id, ended);
    queueMicrotask(() => ended(withLogged({ kind: 'error', message: ready.error }, command.path)));
    return { stop: () => {} };
  }

  #step(command: PlacedCommand, id: string, ended: Ended): RunningAttempt {
    const { path, workingDirectory, place } = command;
    const { cpus = 1 } = place.resources;
    const argv = [
      'srun',
      `--jobid=${id}`,
      `--job-name=${jobKey(this.#settings.run, path)}`,
      ...['--exact', '--nodes=1', '--ntasks=1', '--quiet', '--unbuffered', '--input=none', '--export=ALL'],
      ...resourceOptions({ ...place.resources, cpus }),
      // Without it, a step would take all the memory of the allocation, and the next one wait for it.
      ...(place.resources.memoryBytes === undefined ? ['--mem=0'] : []),
      `--chdir=${workingDirectory}`,
      ...commandThere(command),
    ];
    const step = { ...command, action: { kind: 'program' as const, argv } };
    return this.#watched(path, over => this.#local.start(step, (exit, usage) => over(exit, usage, ended)));
  }

  /** One that was stopped is over when its step is: a `srun` that is killed leaves that behind. */
  #watched(
    path: string,
    begin: (over: (exit: Exit, usage: Usage | undefined, ended: Ended) => void) => RunningAttempt,
  ): RunningAttempt {
    let isStopped = false;
    const running = begin((exit, usage, ended) => {
      if (!isStopped && exit.kind !== 'signal') ended(exit, usage);
      else void this.#endStep(path).then(() => ended(exit, usage));
    });
    return {
      stop: graceMs => {
        isStopped = true;
        running.stop(graceMs);
      },
    };
  }

  #endStep(path: string): Promise<unknown> {
    const key = jobKey(this.#settings.run, path);
    const end = async () => {
      const allocation = await this.#allocated();
      if ('error' in allocation) return;
      const { out } = await this.#ask('squeue', ['--steps', '--noheader', `--jobs=${allocation.id}`, '--format=%i|%j']);
      const step = out.split('\n').find(line => line.slice(line.indexOf('|') + 1).trim() === key);
      if (step) await this.#ask('scancel', ['--signal=KILL', step.slice(0, step.indexOf('|'))]);
    };
    const ending = end().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    return ending;
  }

  #allocated(): Promise<Allocation> {
    this.#allocation ??= this.#allocate().then(allocation => {
      this.#ready = allocation;
      return allocation;
    });
    return this.#allocation;
  }

  /** That of the runner before, if it still stands, else a new one. */
  async #allocate(): Promise<Allocation> {
    const known = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim() : '';
    if (known !== '') {
      const { status, out } = await this.#ask('squeue', ['--noheader', `--jobs=${known}`, '--format=%T']);
      if (status === 0 && out.trim() === 'RUNNING') return { id: known };
    }
    const { cpus = this.#slurm.maxParallel ?? availableParallelism(), timeMs } = this.#slurm;
    const args = [
      ...['--no-shell', '--job-name=dagwright', `--comment=${basename(this.#settings.run)}/pilot`, `--ntasks=${cpus}`],
      ...placeOptions(this.#slurm),
      ...timeOption(timeMs, 0),
    ];
    const { env } = this.#settings;
    const answer = await answerOf('salloc', args, { env, timeoutMs: longestQueueMs, signal: this.#unwanted.signal });
    const id = /Granted job allocation (\d+)/.exec(answer.err)?.[1];
    // It may have been granted at the last moment: then it is to be given back.
    const isTaken = answer.status === 0 || this.#unwanted.signal.aborted;
    if (!isTaken || id === undefined) return { error: slurmError('salloc', answer) };
    writeFileSync(this.#file, `${id}\n`);
    return { id };
  }

  get #file(): string {
    return allocationFile(this.#settings.run);
  }

  #ask(program: string, args: readonly string[]): ReturnType<typeof answerOf> {
    return answerOf(program, args, { env: this.#settings.env });
  }
}

/** An attempt whose allocation is still waited for: stopped by then, it never begins. */
class WaitingStep implements RunningAttempt {
  readonly #ended: () => void;
  #running: RunningAttempt | undefined;
  #isStopped = false;

  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  set running(running: RunningAttempt) {
    this.#running = running;
  }

  stop(graceMs: number): void {
    if (this.#running) this.#running.stop(graceMs);
    else if (!this.#isStopped) {
      this.#isStopped = true;
      queueMicrotask(this.#ended);
    }
  }
}
