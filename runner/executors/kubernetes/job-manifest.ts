import type { Container, Resources } from '../../../pipeline/pipeline.ts';
import { type AttemptNames, annotationsOf, jobName, labelsOf } from './attempt-labels.ts';
import { claimedVolume, volumesOf } from './pod-volumes.ts';

/** What a container is to do, without how it is known. */
export interface PodTask {
  readonly argv: readonly string[];
  readonly container: Container;
  /** Absent: that of the image. */
  readonly workingDirectory?: string;
  /** What may be seen by whoever sees the pod. */
  readonly env: Readonly<Record<string, string>>;
  /** What may not. */
  readonly secretEnv: Readonly<Record<string, string>>;
  /** Files by their names in `ownFolder`. */
  readonly files: Readonly<Record<string, string>>;
  readonly resources: Resources;
  /** The claim for the folder of the project, and that folder. */
  readonly shared?: { readonly volume: string; readonly root: string };
  readonly deadlineMs?: number;
}

/** Where an attempt without shared files finds its own. */
export const ownFolder = '/dagwright';
/** What is written here comes back with the status of the pod. */
export const terminationMessage = '/dev/termination-log';

/** When nobody is left to delete it: long enough for a run that is resumed after a weekend. */
const keptSeconds = 7 * 24 * 3600;

/** Whether an attempt needs more than its Job: that waits until the Secret is there. */
export function needsSecret({ secretEnv, files }: PodTask): boolean {
  return Object.keys(secretEnv).length > 0 || Object.keys(files).length > 0;
}

/** The Job of an attempt: one pod, tried once. It begins suspended when it has to wait for its Secret. */
export function jobManifest(task: PodTask, names: AttemptNames, submission: number) {
  const name = jobName(names, submission);
  const labels = labelsOf(names, submission);
  const { deadlineMs } = task;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels, annotations: annotationsOf(names) },
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      ttlSecondsAfterFinished: keptSeconds,
      ...(deadlineMs !== undefined && { activeDeadlineSeconds: Math.ceil(deadlineMs / 1000) }),
      ...(needsSecret(task) && { suspend: true }),
      template: {
        metadata: { labels, annotations: { ...annotationsOf(names), ...unmoved } },
        spec: podSpec(task, name),
      },
    },
  };
}

/** What only the attempt may see, as long as its Job is there. */
export function secretManifest({ secretEnv, files }: PodTask, job: { readonly name: string; readonly uid: string }) {
  const variables = Object.entries(secretEnv).map(([name, value]) => [variableKey(name), value] as const);
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: job.name, ownerReferences: [owner] },
    type: 'Opaque',
    immutable: true,
    stringData: { ...Object.fromEntries(variables), ...files },
  };
}

/** A cluster that wants to save a node does not end tasks for that. */
const unmoved = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };

function podSpec(task: PodTask, secret: string) {
  const { container, argv, workingDirectory, shared } = task;
  const volumes = [
    ...(Object.keys(task.files).length > 0 ? [fileVolume(secret, Object.keys(task.files))] : []),
    ...(shared ? [claimedVolume('project', shared.volume, shared.root)] : []),
    ...volumesOf(container.volumes),
  ];
  return {
    restartPolicy: 'Never',
    // The first process of a container hears no signal that it does not wait for: the task is not that one.
    shareProcessNamespace: true,
    containers: [
      {
        name: 'task',
        image: container.image,
        command: argv.map(literal),
        ...(workingDirectory !== undefined && { workingDir: workingDirectory }),
        env: variables(task, secret),
        resources: resourcesOf(task.resources),
        terminationMessagePath: terminationMessage,
        ...userOf(container),
        volumeMounts: volumes.map(({ mount }) => mount),
      },
    ],
    volumes: volumes.map(({ volume }) => volume),
  };
}

function fileVolume(secretName: string, files: readonly string[]) {
  const items = files.map(file => ({ key: file, path: file }));
  return {
    volume: { name: 'dagwright', secret: { secretName, items } },
    mount: { name: 'dagwright', mountPath: ownFolder, readOnly: true },
  };
}

function variables({ env, secretEnv }: PodTask, secret: string) {
  return [
    ...Object.entries(env).map(([name, value]) => ({ name, value: literal(value) })),
    ...Object.keys(secretEnv).map(name => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key: variableKey(name) } },
    })),
  ];
}

function variableKey(name: string): string {
  return `variable.${name}`;
}

/** Kubernetes would read `$(NAME)` and `$$` in it. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function resourcesOf({ cpus, memoryBytes, gpus }: Resources) {
  const amounts = {
    ...(cpus !== undefined && { cpu: String(cpus) }),
    ...(memoryBytes !== undefined && { memory: String(Math.ceil(memoryBytes)) }),
    ...(gpus !== undefined && gpus > 0 && { 'nvidia.com/gpu': String(gpus) }),
  };
  return { requests: amounts, limits: amounts };
}

function userOf({ user }: Container) {
  if (user === undefined) return {};
  const [uid, gid] = user.split(':').map(Number);
  return { securityContext: { runAsUser: uid, ...(gid !== undefined && { runAsGroup: gid }) } };
}
