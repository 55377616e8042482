import { executorKeys } from './executor-keys.ts';
import { runningKeys } from './running-keys.ts';
import type { Key, Shape } from './shape.ts';
import { taskKeys } from './task-keys.ts';
import { triggerKinds } from './trigger-keys.ts';
import { paramTypes } from './words.ts';

const paramKeys: readonly Key[] = [
  {
    name: 'type',
    doc: 'What kind of value it is; without it, the kind of the default, else a string.',
    shape: { kind: 'enum', values: paramTypes },
    default: 'the kind of the default, else string',
    example: 'type: number',
  },
  {
    name: 'default',
    doc: 'The value when none is given; a param without a default must be given when the run starts.',
    shape: { kind: 'scalar' },
    example: 'default: 0.9',
  },
  {
    name: 'description',
    doc: 'What the param is for; shown in the form and in the help.',
    shape: { kind: 'string' },
    example: 'description: Deploy above this accuracy.',
  },
  {
    name: 'enum',
    doc: 'The only values that are allowed.',
    shape: { kind: 'list', of: { kind: 'scalar' }, nonEmpty: true },
    example: 'enum: [us, eu, asia]',
  },
  { name: 'minimum', doc: 'The smallest number that is allowed.', shape: { kind: 'number' }, example: 'minimum: 0' },
  { name: 'maximum', doc: 'The largest number that is allowed.', shape: { kind: 'number' }, example: 'maximum: 1' },
];

const notInDefaults = new Set(['env', 'continue_on_error']);

/** The shape of one task. */
export const taskShape: Shape = { kind: 'object', keys: taskKeys };

/** Every key of the top level, in the order in which one likes to read them. */
export const pipelineKeys: readonly Key[] = [
  {
    name: 'name',
    doc: 'What the pipeline is called.',
    shape: { kind: 'string', nonEmpty: true },
    default: "the file's name",
    example: 'name: churn-model',
  },
  {
    name: 'description',
    doc: 'What the pipeline is for, in a sentence or two.',
    shape: { kind: 'string' },
    example: 'description: Nightly churn model.',
  },
  {
    name: 'params',
    doc: 'What may be chosen for each run, with `--param name=value` or in a form: a default alone, or its details.',
    shape: {
      kind: 'map',
      keys: 'param',
      of: { kind: 'either', of: [{ kind: 'scalar' }, { kind: 'object', keys: paramKeys }] },
    },
    default: '{}',
    example: 'params:\n  threshold: { type: number, default: 0.9, minimum: 0, maximum: 1 }\n  region: eu',
  },
  {
    name: 'env',
    doc: 'Environment variables for all tasks, as names and values.',
    shape: { kind: 'map', keys: 'env', of: { kind: 'scalar', expressions: true } },
    default: '{}',
    example: 'env: { PYTHONUNBUFFERED: "1" }',
  },
  {
    name: 'env_files',
    doc: 'Files with `NAME=value` lines that are added to the environment of all tasks.',
    shape: { kind: 'list', of: { kind: 'string', format: 'path', nonEmpty: true }, single: true },
    default: '[]',
    example: 'env_files: [.env]',
  },
  {
    name: 'secrets',
    doc: 'Names of environment variables whose values are secret: never in the file, masked in all output.',
    shape: { kind: 'list', of: { kind: 'string', format: 'env-name' }, single: true },
    default: '[]',
    example: 'secrets: [API_TOKEN]',
  },
  {
    name: 'max_parallel',
    doc: 'How many tasks may run at once.',
    shape: { kind: 'number', integer: true, minimum: 1 },
    default: 'the number of CPUs',
    example: 'max_parallel: 4',
  },
  {
    name: 'fail_fast',
    doc: 'Whether the first failure cancels what runs and skips the rest.',
    shape: { kind: 'boolean' },
    default: 'false',
    example: 'fail_fast: true',
  },
  {
    name: 'timeout',
    doc: 'How long the whole run may take; after it, the run is cancelled.',
    shape: { kind: 'duration' },
    default: 'no limit',
    example: 'timeout: 6h',
  },
  {
    name: 'pools',
    doc: 'Named limits: how many of the tasks in a pool may run at once.',
    shape: { kind: 'map', keys: 'pool', of: { kind: 'number', integer: true, minimum: 1 } },
    default: '{}',
    example: 'pools: { warehouse: 2 }',
  },
  {
    name: 'executors',
    doc: 'Where tasks can run besides this machine: names with their settings.',
    shape: { kind: 'map', keys: 'executor', of: { kind: 'object', keys: executorKeys } },
    default: '{}',
    example: 'executors:\n  cluster: { type: slurm, partition: gpu }',
  },
  {
    name: 'defaults',
    doc: 'What holds for every task that does not say it itself.',
    shape: { kind: 'object', keys: runningKeys.filter(key => !notInDefaults.has(key.name)) },
    example: 'defaults: { retries: 1, retry_delay: 10s }',
  },
  {
    name: 'triggers',
    doc: 'What starts the pipeline by itself: a schedule, changed files, or the end of another pipeline.',
    shape: {
      kind: 'list',
      of: { kind: 'either', of: triggerKinds.map(({ keys }) => ({ kind: 'object' as const, keys })) },
    },
    default: '[]',
    example: 'triggers:\n  - { cron: "0 2 * * *", timezone: Europe/Berlin }',
  },
  {
    name: 'outputs',
    doc: 'What a pipeline that `uses` this one can read: names and the expressions that give their values.',
    shape: { kind: 'map', keys: 'output', of: { kind: 'string', expressions: true } },
    default: '{}',
    example: 'outputs: { accuracy: "${{ tasks.evaluate.outputs.accuracy }}" }',
  },
  {
    name: 'tasks',
    doc: 'The tasks, by name.',
    shape: { kind: 'map', keys: 'task', of: taskShape },
    example: 'tasks:\n  hello:\n    run: echo hello',
    required: true,
  },
];
