import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { systemClock } from '../../clock.ts';
import type { Usage } from '../../event.ts';
import { exitFile, jobFile, outputLog, unmaskedOutput } from '../../layout.ts';
import { withLogged } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { answerOf } from '../../processes/start-process.ts';
import { AttemptLog, orDiskFull } from '../attempt-log.ts';
import { commandThere, writeScript } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import { tellPlace } from '../tell-place.ts';
import { BatchJob, type BatchJobTools } from './batch-job.ts';
import { jobKey, placeOptions, resourceOptions, type SlurmSettings, timeOption } from './job-options.ts';
import { JobRecords } from './job-record.ts';
import { jobScript } from './job-script.ts';
import { MaskedTail } from './masked-tail.ts';
import { slurmError } from './slurm-error.ts';
import { SlurmQueue } from './slurm-queue.ts';

type Ended = (exit: Exit, usage?: Usage) => void;

const lookEveryMs = 100;
/** Our own timeout and grace come first: Slurm's limit is for when nobody is left to keep ours. */
const slackMs = 60_000;

/** Runs each attempt as a job of its own, submitted by `sbatch`. The folder of the run is shared with the nodes. */
export class BatchExecutor implements Executor {
  readonly #settings: ExecutorSettings;
  readonly #slurm: SlurmSettings;
  readonly #clock = systemClock;
  readonly #queue: SlurmQueue;
  readonly #records: JobRecords;
  readonly #jobs = new Set<BatchJob>();
  readonly #cancels = new Set<Promise<unknown>>();
  #timer: (() => void) | undefined;

  constructor(settings: ExecutorSettings, slurm: SlurmSettings) {
    this.#settings = settings;
    this.#slurm = slurm;
    this.#queue = new SlurmQueue(systemClock, settings.env);
    this.#records = new JobRecords(settings.env);
  }

  start(command: PlacedCommand, ended: Ended): RunningAttempt {
    const { path, workingDirectory } = command;
    const output = this.#settings.masking ? unmaskedOutput(path) : outputLog(path);
    rmSync(exitFile(path), { force: true });
    writeScript(command);
    const text = jobScript(commandThere(command), workingDirectory, { output, exit: exitFile(path) });
    writeFileSync(jobFile(path), text, { mode: 0o700 });
    const job = this.#watched(command, ended, submission => this.#submit(command, submission));
    void job.submit();
    return job;
  }

  adopt(orphan: PlacedOrphan, ended: (exit: Exit) => void): RunningAttempt {
    const submit = async () => ({ error: 'Its job was lost, and the runner that began it is gone.' });
    return this.#watched(orphan, ended, submit, orphan.known?.job);
  }

  /** Whether a job of the attempt was ever taken. A queue that does not answer may hold it. */
  async hasBegun(path: string): Promise<boolean> {
    if (existsSync(exitFile(path)) || existsSync(outputLog(path)) || existsSync(unmaskedOutput(path))) return true;
    const jobs = await this.#queue.jobs();
    return jobs === undefined || jobs.has(jobKey(this.#settings.run, path));
  }

  async close(): Promise<void> {
    this.#timer?.();
    await Promise.all(this.#cancels);
  }

  #watched(
    attempt: PlacedCommand | PlacedOrphan,
    ended: Ended,
    submit: BatchJobTools['submit'],
    id?: string,
  ): BatchJob {
    const { path } = attempt;
    const tail = this.#tailOf(path, exit => job.fail(exit));
    const tools: BatchJobTools = {
      ...{ path, clock: this.#clock, ...(tail && { tail }), submit },
      cancel: (job, how) => this.#cancel(job, how),
      recordOf: job => this.#records.of(job),
      placed: where => tellPlace(attempt, where),
    };
    const over = (exit: Exit, usage?: Usage) => {
      this.#jobs.delete(job);
      unwatch();
      const told = orDiskFull(exit, path);
      ended(told.kind === 'error' ? withLogged(told, path) : told, usage);
    };
    const job = new BatchJob(tools, over, id);
    const unwatch = this.#queue.watch(jobKey(this.#settings.run, path), state => job.heard(state));
    this.#jobs.add(job);
    this.#lookLater();
    return job;
  }

  #tailOf(path: string, failed: (exit: Exit) => void): MaskedTail | undefined {
    const { masking } = this.#settings;
    return masking && new MaskedTail(path, new AttemptLog(path, masking.secrets, failed));
  }

  /** Variables go from our environment into the job's: none is on a command line. */
  async #submit(command: PlacedCommand, submission: number): ReturnType<BatchJobTools['submit']> {
    const { path, env, place, timeoutMs, workingDirectory } = command;
    const key = jobKey(this.#settings.run, path);
    const args = [
      '--parsable',
      '--no-requeue',
      '--export=ALL',
      '--output=/dev/null',
      `--chdir=${workingDirectory}`,
      `--job-name=${env.PIPELINE_TASK ?? 'dagwright'}`,
      `--comment=${key}`,
      ...placeOptions(this.#slurm),
      ...resourceOptions(place.resources),
      ...timeOption(timeoutMs, slackMs),
      jobFile(path),
    ];
    const taken = { DAGWRIGHT_SUBMISSION: String(submission) };
    const answer = await answerOf('sbatch', args, { env: { ...this.#settings.env, ...env, ...taken } });
    const id = answer.out.trim().split(';')[0] ?? '';
    return answer.status === 0 && id !== '' ? { id } : { error: slurmError('sbatch', answer) };
  }

  #cancel(id: string, how: 'term' | 'kill'): Promise<void> {
    const cancel = async () => {
      const env = { env: this.#settings.env };
      await answerOf('scancel', ['--state=PENDING', id], env);
      await answerOf('scancel', [`--signal=${how === 'term' ? 'TERM' : 'KILL'}`, '--full', id], env);
      if (how === 'kill') await answerOf('scancel', [id], env);
    };
    const cancelled = cancel().finally(() => this.#cancels.delete(cancelled));
    this.#cancels.add(cancelled);
    return cancelled;
  }

  #lookLater(): void {
    if (this.#timer || this.#jobs.size === 0) return;
    this.#timer = this.#clock.after(lookEveryMs, () => {
      this.#timer = undefined;
      for (const job of [...this.#jobs]) job.look();
      this.#lookLater();
    });
  }
}
