import { appendMessage } from '../../append-message.ts';
import type { Clock } from '../../clock.ts';
import type { AttemptPlace } from '../../event.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import type { AttemptLog } from '../attempt-log.ts';
import { type AttemptNames, attemptLabel, submissionLabel } from './attempt-labels.ts';
import type { ClusterJobs } from './cluster-jobs.ts';
import type { AttemptWatcher, ClusterWatch } from './cluster-watch.ts';
import type { PodTask } from './job-manifest.ts';
import { failureOf, type Job } from './job-state.ts';
import { isWaiting } from './only-waits.ts';
import { podExit } from './pod-exit.ts';
import type { PodLog } from './pod-log.ts';
import { meaningOf, type Pod, type PodMeaning } from './pod-state.ts';

/** What a job works with. */
export interface KubernetesJobTools {
  /** What the paths of the attempt's files begin with. */
  readonly path: string;
  readonly names: AttemptNames;
  readonly jobs: Pick<ClusterJobs, 'make' | 'warningOf' | 'endPod' | 'removeWholly'>;
  readonly watch: Pick<ClusterWatch, 'watch' | 'jobs'>;
  readonly clock: Clock;
  /** Brings what a pod prints, masked, into the log. */
  readonly logOf: (pod: string) => PodLog;
  readonly log: AttemptLog;
  /** Whether what it gave comes with the status of its pod, and not by a shared folder. */
  readonly isTold: boolean;
  /** Deletes a Job, without anybody waiting. */
  readonly remove: (name: string) => void;
  readonly placed: (where: Omit<AttemptPlace, 'executor'>) => void;
}

/** How often a pod that was lost to no fault of its own is made again. */
const mostSubmissions = 4;
const pauseMs = 2_000;
const longestPauseMs = 30_000;
/** At which look at its Job that is believed, where no pod tells of it. */
const mostLooks = 2;

/** One attempt as a Job, from its making to its end. */
export class KubernetesJob implements RunningAttempt, AttemptWatcher {
  readonly #tools: KubernetesJobTools;
  /** Absent: another runner has begun it. */
  readonly #task: PodTask | undefined;
  readonly #ended: (exit: Exit) => void;
  #submission = 0;
  /** The name of its Job, when that is there. */
  #job: string | undefined;
  #pod: Pod | undefined;
  /** What was heard before it was known that its Job is there. */
  #early: { readonly pod: Pod; readonly isGone: boolean } | undefined;
  #log: PodLog | undefined;
  #looks = 0;
  readonly #told = new Set<string>();
  #isFinishing = false;
  /** It waits until its Job can be made. */
  #isUnmade = false;
  #isOver = false;
  #graceMs: number | undefined;
  #unwatch = () => {};

  constructor(tools: KubernetesJobTools, task: PodTask | undefined, ended: (exit: Exit) => void) {
    this.#tools = tools;
    this.#task = task;
    this.#ended = ended;
  }

  /** Makes its Job and stays with it. */
  async submit(): Promise<void> {
    const { jobs, watch, names, log } = this.#tools;
    if (!this.#task) {
      this.#end({ kind: 'error', message: 'Its pod was lost, and the runner that began it is gone.' });
      return;
    }
    this.#submission++;
    // From before it is there: a pod may be lost as soon as it is made.
    this.#unwatch = watch.watch(names.key, this);
    let made = await jobs.make(this.#task, names, this.#submission);
    for (
      let pause = pauseMs / 2;
      'wait' in made && this.#graceMs === undefined;
      pause = Math.min(longestPauseMs, 2 * pause)
    ) {
      this.#tell(`${made.wait}${isWaiting}`);
      this.#isUnmade = true;
      await this.#pause(pause);
      this.#isUnmade = false;
      if (this.#isOver) return;
      made = await jobs.make(this.#task, names, this.#submission);
    }
    if ('wait' in made) this.#end(stopped);
    else if ('error' in made) this.#end({ kind: 'error', message: made.error });
    else {
      log.make();
      if (!this.#isOver) this.#begun(made.name);
      else this.#tools.remove(made.name);
    }
  }

  /** Finds what another runner has made of it. All that it has printed comes again. */
  async find(): Promise<void> {
    const { watch, names, log } = this.#tools;
    let found = await watch.jobs();
    for (; !found; found = await watch.jobs()) await this.#pause();
    const numberOf = ({ metadata }: Job) => Number(metadata.labels?.[submissionLabel]);
    const own = found.filter(({ metadata }) => metadata.labels?.[attemptLabel] === names.key);
    const last = own.toSorted((a, b) => numberOf(b) - numberOf(a))[0];
    log.make();
    if (this.#isOver) return;
    if (!last) {
      this.#end({ kind: 'lost' });
      return;
    }
    log.startOver();
    this.#submission = numberOf(last);
    this.#unwatch = watch.watch(names.key, this);
    this.#begun(last.metadata.name);
  }

  stop(graceMs: number): void {
    if (this.#isOver || (this.#graceMs !== undefined && graceMs >= this.#graceMs)) return;
    this.#graceMs = graceMs;
    if (this.#job !== undefined) void this.#cancel(this.#job);
    else if (this.#isUnmade) this.#end(stopped);
  }

  /** Ends the attempt with something that went wrong here, and takes its Job away. */
  fail(exit: Exit): void {
    this.#end(exit);
  }

  heardPod(pod: Pod, isGone: boolean): void {
    if (this.#isOver || this.#isFinishing || pod.metadata.labels?.[submissionLabel] !== String(this.#submission))
      return;
    if (this.#job === undefined) {
      this.#early = { pod, isGone };
      return;
    }
    this.#tellPlace(pod);
    const isFirst = this.#pod === undefined;
    this.#pod = pod;
    if (isFirst && !isGone && this.#graceMs !== undefined) void this.#cancel(this.#job);
    const meaning = meaningOf(pod, isGone);
    if (meaning.kind === 'running') this.#follow(pod);
    else if (meaning.kind !== 'waiting') void this.#finish(meaning);
    else if (meaning.why !== undefined) this.#tell(meaning.why);
  }

  heardJob(job: Job | undefined): void {
    if (this.#isOver || this.#isFinishing || this.#job === undefined) return;
    if (job && job.metadata.name !== this.#job) return;
    // It may have been made after the question; its pod may be about to tell more.
    if (++this.#looks < mostLooks) return;
    const message = job ? failureOf(job) : 'Its Job was deleted in Kubernetes.';
    if (message !== undefined) void this.#finish({ kind: 'error', message });
    else if (!this.#pod) void this.#warn(this.#job);
  }

  #begun(name: string): void {
    this.#job = name;
    const early = this.#early;
    this.#early = undefined;
    if (early) this.heardPod(early.pod, early.isGone);
    if (this.#graceMs !== undefined && !this.#isFinishing) void this.#cancel(name);
  }

  #tellPlace({ metadata, spec }: Pod): void {
    const { name, namespace } = metadata;
    const host = spec?.nodeName;
    this.#tools.placed({ pod: namespace === undefined ? name : `${namespace}/${name}`, ...(host && { host }) });
  }

  #follow({ metadata }: Pod): PodLog {
    this.#log ??= this.#tools.logOf(metadata.name);
    this.#log.follow();
    return this.#log;
  }

  async #finish(meaning: Exclude<PodMeaning, { kind: 'waiting' | 'running' }>): Promise<void> {
    this.#isFinishing = true;
    const pod = this.#pod;
    const hasRun = this.#log !== undefined || pod?.status?.containerStatuses?.[0]?.state?.terminated !== undefined;
    if (pod && hasRun) await this.#follow(pod).finish(meaning.kind === 'infrastructure');
    if (this.#graceMs !== undefined) this.#end(stopped);
    else if (meaning.kind === 'infrastructure') this.#again(meaning.message);
    else if (meaning.kind === 'error') this.#end(meaning);
    else this.#end(podExit(this.#tools, meaning.code, meaning.given));
  }

  #again(message: string): void {
    if (this.#submission >= mostSubmissions) {
      this.#end({ kind: 'error', message });
      return;
    }
    appendMessage(this.#tools.path, `${message} It is made again.`);
    this.#unwatch();
    if (this.#job !== undefined) this.#tools.remove(this.#job);
    this.#job = undefined;
    this.#pod = undefined;
    this.#log = undefined;
    this.#looks = 0;
    this.#isFinishing = false;
    void this.submit();
  }

  /** A pod is told how long it has; where there is none yet, its Job is deleted before it makes one. */
  async #cancel(job: string): Promise<void> {
    const { jobs } = this.#tools;
    if (this.#pod) {
      await jobs.endPod(this.#pod.metadata.name, this.#graceMs ?? 0);
      return;
    }
    await jobs.removeWholly(job);
    if (!this.#pod) this.#end(stopped);
  }

  async #warn(job: string): Promise<void> {
    const warning = await this.#tools.jobs.warningOf(job);
    if (warning === undefined || this.#isOver || this.#pod) return;
    const message = `Kubernetes makes no pod for it: ${warning}`;
    if (/exceeded quota/.test(warning)) this.#tell(`${message}${isWaiting}`);
    else void this.#finish({ kind: 'error', message });
  }

  #tell(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    appendMessage(this.#tools.path, message);
  }

  #end(came: Exit): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unwatch();
    const exit = this.#tools.log.fault ?? came;
    if (exit.kind === 'error') appendMessage(this.#tools.path, exit.message);
    this.#ended(exit);
    if (this.#job !== undefined) this.#tools.remove(this.#job);
  }

  #pause(ms = pauseMs): Promise<void> {
    return new Promise(resolve => this.#tools.clock.after(ms, resolve));
  }
}

const stopped: Exit = { kind: 'signal', signal: 'SIGTERM' };
