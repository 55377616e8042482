import type { Clock } from '../../clock.ts';
import { answerOf } from '../../processes/start-process.ts';
import { type JobState, meaningOf, queueFormat, readQueue } from './job-state.ts';

/** The controller of a large cluster is asked rarely, that of a small one may be asked often. */
const shortestPauseMs = 250;
const longestPauseMs = 10_000;
/** A pause is at least so many times as long as the last answer took. */
const politeness = 20;

/** Hears how its job stands; `undefined`: the queue does not know it. */
export type JobWatcher = (state: JobState | undefined) => void;

/** Asks the queue about all jobs at once, again and again while there are any, and tells each how it stands. */
export class SlurmQueue {
  readonly #clock: Clock;
  readonly #env: NodeJS.ProcessEnv;
  readonly #watchers = new Map<string, JobWatcher>();
  #timer: (() => void) | undefined;
  #isAsking = false;

  constructor(clock: Clock, env: NodeJS.ProcessEnv) {
    this.#clock = clock;
    this.#env = env;
  }

  /** All jobs of the user, by our keys; `undefined` when the queue does not answer. */
  async jobs(): Promise<ReadonlyMap<string, JobState> | undefined> {
    const args = ['--me', '--noheader', '--states=all', `--format=${queueFormat}`];
    const { status, out } = await answerOf('squeue', args, { env: this.#env });
    if (status !== 0) return undefined;
    const jobs = new Map<string, JobState>();
    for (const job of readQueue(out)) {
      const other = jobs.get(job.key);
      if (!other || isTheOne(job, other)) jobs.set(job.key, job);
    }
    return jobs;
  }

  /** Tells `watcher` of the job with this key until the answer is called. */
  watch(key: string, watcher: JobWatcher): () => void {
    this.#watchers.set(key, watcher);
    this.#askAfter(shortestPauseMs);
    return () => {
      this.#watchers.delete(key);
      if (this.#watchers.size > 0) return;
      this.#timer?.();
      this.#timer = undefined;
    };
  }

  #askAfter(pauseMs: number): void {
    if (this.#timer || this.#isAsking || this.#watchers.size === 0) return;
    this.#timer = this.#clock.after(pauseMs, () => {
      this.#timer = undefined;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    const begin = this.#clock.elapsed();
    const watched = [...this.#watchers.keys()];
    const jobs = await this.jobs();
    this.#isAsking = false;
    // A controller that restarts does not answer for a while: nothing is known then, and nothing told. Nor is anything of
    // one whose job came after the question.
    if (jobs) for (const key of watched) this.#watchers.get(key)?.(jobs.get(key));
    const took = this.#clock.elapsed() - begin;
    this.#askAfter(Math.min(longestPauseMs, Math.max(shortestPauseMs, took * politeness)));
  }
}

/** Of several jobs with one key it is the one that is not over, else the last. */
function isTheOne(job: JobState, other: JobState): boolean {
  const [isOpen, isOtherOpen] = [job, other].map(({ state }) => meaningOf(state).kind === 'open');
  return isOpen === isOtherOpen ? Number(job.id) > Number(other.id) : isOpen === true;
}
