import type { Clock } from '../../clock.ts';
import type { Answer } from '../../processes/start-process.ts';
import { type AttemptNames, jobName } from './attempt-labels.ts';
import { jobManifest, needsSecret, type PodTask, secretManifest } from './job-manifest.ts';
import type { Job } from './job-state.ts';
import type { Kubectl } from './kubectl.ts';
import {
  isAlreadyThere,
  isForbidden,
  isNotFound,
  isOverQuota,
  isPassing,
  kubernetesError,
} from './kubernetes-error.ts';
import { readAnswer } from './read-answer.ts';

const mostTries = 4;
const pauseMs = 500;

/** What came of making a Job: its name, why it cannot be made, or why it cannot be made now. */
export type Made = { readonly name: string } | { readonly error: string } | { readonly wait: string };

/** Makes and deletes Jobs, patient with a cluster that does not answer for a moment. */
export class ClusterJobs {
  readonly #kubectl: Kubectl;
  readonly #clock: Clock;

  constructor(kubectl: Kubectl, clock: Clock) {
    this.#kubectl = kubectl;
    this.#clock = clock;
  }

  /**
   * Makes the Job of a submission, once, whoever asks and how often. One with a Secret stands suspended until that is there, and
   * takes it along when it is deleted.
   */
  async make(task: PodTask, names: AttemptNames, submission: number): Promise<Made> {
    const name = jobName(names, submission);
    let made = await this.#ask('create', await this.#path(), jobManifest(task, names, submission));
    if (isAlreadyThere(made)) made = await this.#ask('get', await this.#path(name));
    if (isOverQuota(made)) return { wait: kubernetesError(made) };
    const job = made.status === 0 ? readAnswer<Job>(made.out) : undefined;
    if (!job?.spec) return { error: kubernetesError(made) };
    if (!needsSecret(task) || job.spec.suspend !== true) return { name };
    const begun = await this.#begin(task, job);
    if (begun.status === 0) return { name };
    await this.remove(name);
    return isOverQuota(begun) ? { wait: kubernetesError(begun) } : { error: kubernetesError(begun) };
  }

  /** Deletes a Job and all that belongs to it, in its own time. */
  async remove(name: string): Promise<void> {
    await this.#ask('delete', await this.#path(name), { propagationPolicy: 'Background' });
  }

  /** Deletes a Job, and resolves when nothing of it is left. */
  async removeWholly(name: string): Promise<void> {
    const path = await this.#path(name);
    await this.#ask('delete', path, { propagationPolicy: 'Foreground' });
    for (;;) {
      const answer = await this.#ask('get', path);
      // Of what may not be read any more, nobody will ever hear that it has gone.
      if (isNotFound(answer) || isForbidden(answer)) return;
      await this.#pause(pauseMs);
    }
  }

  /** Asks a pod to end, and to be killed `graceMs` later. */
  async endPod(name: string, graceMs: number): Promise<void> {
    const namespace = await this.#kubectl.namespace();
    // 0 would not wait for the node: a second is the least that does.
    const gracePeriodSeconds = Math.max(1, Math.ceil(graceMs / 1000));
    await this.#ask('delete', `/api/v1/namespaces/${namespace}/pods/${name}`, { gracePeriodSeconds });
  }

  /** Why no pod of a Job is made, in the words of the cluster. */
  async warningOf(name: string): Promise<string | undefined> {
    const namespace = await this.#kubectl.namespace();
    const selector = encodeURIComponent(`involvedObject.kind=Job,involvedObject.name=${name},reason=FailedCreate`);
    const { status, out } = await this.#ask('get', `/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`);
    const list =
      status === 0 ? readAnswer<{ readonly items?: readonly { readonly message?: string }[] }>(out) : undefined;
    return list?.items?.at(-1)?.message;
  }

  async #begin(task: PodTask, job: Job): Promise<Answer> {
    const namespace = await this.#kubectl.namespace();
    const { name } = job.metadata;
    const secret = await this.#ask(
      'create',
      `/api/v1/namespaces/${namespace}/secrets`,
      secretManifest(task, job.metadata),
    );
    if (secret.status !== 0 && !isAlreadyThere(secret)) return secret;
    // Without its version, it does not matter who has touched it since.
    const metadata = { ...job.metadata, resourceVersion: undefined };
    return this.#ask('replace', await this.#path(name), { ...job, metadata, spec: { ...job.spec, suspend: false } });
  }

  async #ask(verb: Parameters<Kubectl['ask']>[0], path: string, body?: unknown): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#kubectl.ask(verb, path, body);
      if (!isPassing(answer) || tries >= mostTries) return answer;
      await this.#pause(pauseMs * 2 ** tries);
    }
  }

  async #path(name?: string): Promise<string> {
    const namespace = await this.#kubectl.namespace();
    return `/apis/batch/v1/namespaces/${namespace}/jobs${name === undefined ? '' : `/${name}`}`;
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise(resolve => this.#clock.after(durationMs, resolve));
  }
}
