import type { Key } from './shape.ts';
import { executorTypes } from './words.ts';

const hostKeys: readonly Key[] = [
  {
    name: 'host',
    doc: 'The host as `ssh` knows it: a name, `user@host`, or an entry of `~/.ssh/config`.',
    shape: { kind: 'string', nonEmpty: true },
    example: 'host: gpu1',
    required: true,
  },
  {
    name: 'slots',
    doc: 'How many tasks may run on the host at once.',
    shape: { kind: 'number', integer: true, minimum: 1 },
    default: '1',
    example: 'slots: 4',
  },
];

/** A key of an executor, and the types that it is a setting of. */
export interface ExecutorKey extends Key {
  /** Absent: of all. */
  readonly types?: readonly string[];
}

/** The keys of one executor under `executors`. */
export const executorKeys: readonly ExecutorKey[] = [
  {
    name: 'type',
    doc: 'What runs the tasks; without it, the name of the executor is its type.',
    shape: { kind: 'enum', values: executorTypes },
    default: 'the name',
    example: 'type: ssh',
  },
  {
    name: 'max_parallel',
    doc: 'How many tasks may run there at once.',
    shape: { kind: 'number', integer: true, minimum: 1 },
    default: 'the slots of the hosts, else 100',
    example: 'max_parallel: 50',
    types: ['ssh', 'slurm', 'kubernetes'],
  },
  {
    name: 'hosts',
    doc: 'The hosts that tasks run on: names, or a name with its `slots`.',
    shape: {
      kind: 'list',
      of: {
        kind: 'either',
        of: [
          { kind: 'string', nonEmpty: true },
          { kind: 'object', keys: hostKeys },
        ],
      },
      nonEmpty: true,
    },
    example: 'hosts: [gpu1, { host: gpu2, slots: 4 }]',
    types: ['ssh'],
  },
  {
    name: 'sync',
    doc: 'How the files get there: not at all, for the folder is shared, or by `rsync`.',
    shape: {
      kind: 'enum',
      values: [
        { value: 'none', doc: 'The folder of the pipeline is the same there, by a shared file system.' },
        {
          value: 'rsync',
          doc: 'The folder is copied there before a task, and what the task declares as outputs back after it.',
        },
      ],
    },
    default: 'none',
    example: 'sync: rsync',
    types: ['ssh'],
  },
  {
    name: 'directory',
    doc: "The folder there that stands for the pipeline's own.",
    shape: { kind: 'string', nonEmpty: true },
    default: 'the same path',
    example: 'directory: /scratch/churn',
    types: ['ssh'],
  },
  {
    name: 'mode',
    doc: 'Whether each task is a job of its own, or all are steps in one allocation.',
    shape: {
      kind: 'enum',
      values: [
        { value: 'batch', doc: 'Each task is a job of its own, submitted by `sbatch`.' },
        { value: 'pilot', doc: 'One allocation for the run; each task is a step in it, started by `srun`.' },
      ],
    },
    default: 'batch',
    example: 'mode: pilot',
    types: ['slurm'],
  },
  {
    name: 'partition',
    doc: 'The partition that jobs are submitted to.',
    shape: { kind: 'string', nonEmpty: true },
    default: "the cluster's default",
    example: 'partition: gpu',
    types: ['slurm'],
  },
  {
    name: 'account',
    doc: 'The account that jobs are charged to.',
    shape: { kind: 'string', nonEmpty: true },
    default: "the user's default",
    example: 'account: churn',
    types: ['slurm'],
  },
  {
    name: 'qos',
    doc: 'The quality of service that jobs ask for.',
    shape: { kind: 'string', nonEmpty: true },
    default: "the partition's default",
    example: 'qos: high',
    types: ['slurm'],
  },
  {
    name: 'time',
    doc: 'How long the allocation of `mode: pilot` may last.',
    shape: { kind: 'duration' },
    default: "the partition's default",
    example: 'time: 8h',
    types: ['slurm'],
  },
  {
    name: 'cpus',
    doc: 'How many processors the allocation of `mode: pilot` has.',
    shape: { kind: 'number', integer: true, minimum: 1 },
    default: 'one for each task at once',
    example: 'cpus: 64',
    types: ['slurm'],
  },
  {
    name: 'context',
    doc: 'The context of `kubectl`.',
    shape: { kind: 'string', nonEmpty: true },
    default: 'the current one',
    example: 'context: staging',
    types: ['kubernetes'],
  },
  {
    name: 'namespace',
    doc: 'The namespace that jobs are made in.',
    shape: { kind: 'string', nonEmpty: true },
    default: "the context's own",
    example: 'namespace: ml',
    types: ['kubernetes'],
  },
  {
    name: 'volume',
    doc: 'The persistent volume claim that holds the folder of the project, and where in it: `claim` or `claim/folder`. Without it, tasks there have no files of the project.',
    shape: { kind: 'string', nonEmpty: true },
    default: 'no shared files',
    example: 'volume: workspace/churn',
    types: ['kubernetes'],
  },
  {
    name: 'options',
    doc: 'More arguments for the program that starts a task: `docker run`, `podman run`, `ssh`, `sbatch` or `salloc`.',
    shape: { kind: 'list', of: { kind: 'string', nonEmpty: true } },
    default: '[]',
    example: 'options: [--constraint=v100]',
    types: ['docker', 'podman', 'ssh', 'slurm'],
  },
];

/** The keys of a container, in the words of GitHub Actions. */
export const containerKeys: readonly Key[] = [
  {
    name: 'image',
    doc: 'The image that the container is made from.',
    shape: { kind: 'string', nonEmpty: true, expressions: true },
    example: 'image: python:3.13-slim',
    required: true,
  },
  {
    name: 'volumes',
    doc: 'More folders for the container, as `source:destination` or `source:destination:ro`; the folder of the project is there at its own path.',
    shape: { kind: 'list', of: { kind: 'string', nonEmpty: true, expressions: true } },
    default: '[]',
    example: 'volumes: [/data:/data:ro]',
  },
  {
    name: 'user',
    doc: 'The user within the container, by name or number.',
    shape: { kind: 'scalar' },
    default: 'you',
    example: 'user: "1000:1000"',
  },
  {
    name: 'options',
    doc: 'More arguments for `docker run` or `podman run`.',
    shape: { kind: 'list', of: { kind: 'string', nonEmpty: true } },
    default: '[]',
    example: 'options: [--network=none]',
  },
];
