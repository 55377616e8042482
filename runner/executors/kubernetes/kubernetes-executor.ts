import { existsSync, readFileSync, rmSync } from 'node:fs';
import { systemClock } from '../../clock.ts';
import type { AttemptPlace } from '../../event.ts';
import { exitFile, outputLog } from '../../layout.ts';
import { exitOfStatus, withLogged } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { AttemptLog, orDiskFull } from '../attempt-log.ts';
import { writeScript } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import { tellPlace } from '../tell-place.ts';
import { attemptLabel, attemptNames } from './attempt-labels.ts';
import { ClusterJobs } from './cluster-jobs.ts';
import { ClusterWatch } from './cluster-watch.ts';
import type { PodTask } from './job-manifest.ts';
import { Kubectl, type KubernetesSettings } from './kubectl.ts';
import { KubernetesJob } from './kubernetes-job.ts';
import { onlyWaits } from './only-waits.ts';
import { PodLog } from './pod-log.ts';
import { podTask } from './pod-task.ts';

/** Runs each attempt as a Job of its own in a cluster. */
export class KubernetesExecutor implements Executor {
  readonly #settings: ExecutorSettings;
  readonly #kubernetes: KubernetesSettings;
  readonly #kubectl: Kubectl;
  readonly #jobs: ClusterJobs;
  readonly #watch: ClusterWatch;
  readonly #removals = new Set<Promise<unknown>>();

  constructor(settings: ExecutorSettings, kubernetes: KubernetesSettings) {
    this.#settings = settings;
    this.#kubernetes = kubernetes;
    this.#kubectl = new Kubectl(kubernetes, settings.env, systemClock);
    this.#jobs = new ClusterJobs(this.#kubectl, systemClock);
    this.#watch = new ClusterWatch(this.#kubectl, settings.run, systemClock);
  }

  start(command: PlacedCommand, ended: (exit: Exit) => void): RunningAttempt {
    const { path } = command;
    const task = podTask(command, this.#settings, this.#kubernetes.volume);
    if ('error' in task) return told(withLogged({ kind: 'error', message: task.error }, path), ended);
    rmSync(exitFile(path), { force: true });
    if (this.#kubernetes.volume !== undefined) writeScript(command);
    const job = this.#job(command, task, ended);
    void job.submit();
    return job;
  }

  adopt(orphan: PlacedOrphan, ended: (exit: Exit) => void): RunningAttempt {
    const exit = toldExit(orphan.path);
    if (exit) return told(exit, ended);
    const job = this.#job(orphan, undefined, ended);
    void job.find();
    return job;
  }

  /** A Job that stands suspended has begun nothing: it goes. A cluster that does not answer may hold one. */
  async hasBegun(path: string): Promise<boolean> {
    if (existsSync(exitFile(path))) return true;
    const { key } = attemptNames(this.#settings.run, path);
    const jobs = await this.#watch.jobs();
    const own = jobs?.filter(({ metadata }) => metadata.labels?.[attemptLabel] === key);
    if (!own || own.some(({ spec }) => spec.suspend !== true)) return true;
    await Promise.all(own.map(({ metadata }) => this.#jobs.removeWholly(metadata.name)));
    return own.length === 0 && existsSync(outputLog(path)) && !onlyWaits(readFileSync(outputLog(path), 'utf8'));
  }

  async close(): Promise<void> {
    this.#watch.close();
    await Promise.all(this.#removals);
  }

  #job(attempt: PlacedCommand | PlacedOrphan, task: PodTask | undefined, ended: (exit: Exit) => void): KubernetesJob {
    const { path } = attempt;
    const names = attemptNames(this.#settings.run, path);
    const log = new AttemptLog(path, this.#settings.masking?.secrets, exit => job.fail(exit));
    const tools = {
      ...{ path, names, log, jobs: this.#jobs, watch: this.#watch, clock: systemClock },
      logOf: (pod: string) => new PodLog(this.#kubectl, pod, systemClock, log),
      isTold: this.#kubernetes.volume === undefined,
      remove: (name: string) => this.#remove(name),
      placed: (where: Omit<AttemptPlace, 'executor'>) => tellPlace(attempt, where),
    };
    const job = new KubernetesJob(tools, task, exit => ended(orDiskFull(exit, path)));
    return job;
  }

  #remove(name: string): void {
    const removal = this.#jobs.remove(name).finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }
}

function toldExit(path: string): Exit | undefined {
  if (!existsSync(exitFile(path))) return undefined;
  const status = Number.parseInt(readFileSync(exitFile(path), 'utf8'), 10);
  return Number.isNaN(status) ? { kind: 'lost' } : exitOfStatus(status);
}

function told(exit: Exit, ended: (exit: Exit) => void): RunningAttempt {
  queueMicrotask(() => ended(exit));
  return { stop: () => {} };
}
