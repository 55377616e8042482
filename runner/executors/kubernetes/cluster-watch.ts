import type { Clock } from '../../clock.ts';
import { attemptLabel, runLabel, runValue } from './attempt-labels.ts';
import type { Job } from './job-state.ts';
import type { Kubectl } from './kubectl.ts';
import type { Pod } from './pod-state.ts';
import { readAnswer } from './read-answer.ts';

/** Jobs are only looked at for what no pod tells: that there is none. */
const jobsEveryMs = 5_000;
/** A pause is at least so many times as long as the last answer took. */
const politeness = 20;
const shortestPauseMs = 250;
const longestPauseMs = 10_000;
const longestWatchSeconds = 300;

/** Hears how what it has in the cluster stands. */
export interface AttemptWatcher {
  /** `isGone`: it was deleted, and this is how it was last seen. */
  heardPod(pod: Pod, isGone: boolean): void;
  /** `undefined`: there is none. */
  heardJob(job: Job | undefined): void;
}

interface PodEvent {
  readonly type: string;
  readonly object: Pod;
}

interface List<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

/** Watches all pods of a run by one request, and tells each attempt of its own. */
export class ClusterWatch {
  readonly #kubectl: Kubectl;
  readonly #selector: string;
  readonly #clock: Clock;
  readonly #watchers = new Map<string, AttemptWatcher>();
  readonly #pods = new Map<string, Pod>();
  #isClosed = false;
  #isWatching = false;
  #stop = () => {};
  #cancelJobs = () => {};

  constructor(kubectl: Kubectl, run: string, clock: Clock) {
    this.#kubectl = kubectl;
    this.#selector = `labelSelector=${encodeURIComponent(`${runLabel}=${runValue(run)}`)}`;
    this.#clock = clock;
  }

  /** All Jobs of the run; `undefined` when the cluster does not answer. */
  async jobs(): Promise<readonly Job[] | undefined> {
    const list = await this.#list<Job>('/apis/batch/v1', 'jobs');
    return list?.items;
  }

  /** Tells `watcher` of the attempt with this key until the answer is called. */
  watch(key: string, watcher: AttemptWatcher): () => void {
    this.#watchers.set(key, watcher);
    const pod = this.#pods.get(key);
    if (pod) queueMicrotask(() => watcher.heardPod(pod, false));
    if (!this.#isWatching) {
      this.#isWatching = true;
      void this.#watchPods();
      this.#lookAtJobs(jobsEveryMs);
    }
    return () => {
      if (this.#watchers.get(key) === watcher) this.#watchers.delete(key);
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#cancelJobs();
  }

  async #watchPods(): Promise<void> {
    const namespace = await this.#kubectl.namespace();
    for (let pauseMs = shortestPauseMs; !this.#isClosed; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
      const list = await this.#list<Pod>('/api/v1', 'pods');
      if (this.#isClosed) return;
      if (list) {
        pauseMs = shortestPauseMs;
        this.#takeList(list.items);
        const from = `resourceVersion=${list.metadata.resourceVersion}&timeoutSeconds=${longestWatchSeconds}`;
        await this.#read(`/api/v1/namespaces/${namespace}/pods?watch=true&${this.#selector}&${from}`);
      }
      if (!this.#isClosed) await this.#pause(pauseMs);
    }
  }

  /** What was known and is no longer there was deleted while nobody watched. */
  #takeList(pods: readonly Pod[]): void {
    const names = new Set(pods.map(({ metadata }) => metadata.name));
    const gone = [...this.#pods.values()].filter(({ metadata }) => !names.has(metadata.name));
    for (const pod of gone) this.#tell({ type: 'DELETED', object: pod });
    for (const pod of pods) this.#tell({ type: 'ADDED', object: pod });
  }

  /** One event a line. An answer that is no pod, such as that the time is too long ago, ends it. */
  async #read(path: string): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    const reading = this.#kubectl.listen(path, chunk => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter(text => text !== '')) {
        const event = readAnswer<PodEvent>(line);
        if (!event?.object || event.type === 'ERROR') reading.stop();
        else this.#tell(event);
      }
    });
    this.#stop = reading.stop;
    await reading;
  }

  #tell({ type, object: pod }: PodEvent): void {
    const key = pod.metadata?.labels?.[attemptLabel];
    if (key === undefined) return;
    const isGone = type === 'DELETED';
    if (isGone) this.#pods.delete(key);
    else this.#pods.set(key, pod);
    this.#watchers.get(key)?.heardPod(pod, isGone);
  }

  #lookAtJobs(pauseMs: number): void {
    this.#cancelJobs = this.#clock.after(pauseMs, () => void this.#askForJobs());
  }

  async #askForJobs(): Promise<void> {
    const begin = this.#clock.elapsed();
    const watched = [...this.#watchers];
    // A cluster that does not answer tells nothing of them, nor does it of one whose Job came after the question.
    const jobs = watched.length === 0 ? undefined : await this.jobs();
    const found = new Map(jobs?.map(job => [job.metadata.labels?.[attemptLabel], job]));
    if (jobs) for (const [key, watcher] of watched) watcher.heardJob(found.get(key));
    const took = this.#clock.elapsed() - begin;
    if (!this.#isClosed) this.#lookAtJobs(Math.max(jobsEveryMs, took * politeness));
  }

  async #list<T>(api: string, kind: string): Promise<List<T> | undefined> {
    const namespace = await this.#kubectl.namespace();
    const { status, out } = await this.#kubectl.ask('get', `${api}/namespaces/${namespace}/${kind}?${this.#selector}`);
    const list = status === 0 ? readAnswer<List<T>>(out) : undefined;
    return list?.items && list;
  }

  #pause(pauseMs: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#clock.after(pauseMs, resolve);
      this.#stop = () => {
        cancel();
        resolve();
      };
    });
  }
}
