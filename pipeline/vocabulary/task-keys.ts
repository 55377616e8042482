import { runningKeys } from './running-keys.ts';
import type { Key } from './shape.ts';
import { outputTypes, triggerRules } from './words.ts';

const matrixValues: Key['shape'] = { kind: 'list', of: { kind: 'scalar' }, nonEmpty: true };
const combinations: Key['shape'] = {
  kind: 'list',
  of: { kind: 'map', keys: 'value', of: { kind: 'scalar' } },
};

/** The keys inside `matrix`; every other key there is an axis. */
const matrixKeys: readonly Key[] = [
  {
    name: 'include',
    doc: 'Combinations to add, or values to add to the combinations that match.',
    shape: combinations,
    example: 'include: [{ model: linear, alpha: 0.1 }]',
  },
  {
    name: 'exclude',
    doc: 'Combinations to leave out: every one that has all of these values.',
    shape: combinations,
    example: 'exclude: [{ model: linear, fold: 3 }]',
  },
];

/** The keys of one output that is a file. */
const outputKeys: readonly Key[] = [
  {
    name: 'path',
    doc: 'The file or folder that the task writes, seen from the pipeline file; it must be there when the task ends.',
    shape: { kind: 'string', format: 'path', expressions: true, nonEmpty: true },
    example: 'path: data/raw.csv',
  },
  {
    name: 'type',
    doc: 'The type of a value that the task writes to `$PIPELINE_OUTPUT`.',
    shape: { kind: 'enum', values: outputTypes },
    example: 'type: number',
  },
];

/** The keys inside `resources`. */
const resourceKeys: readonly Key[] = [
  {
    name: 'cpus',
    doc: 'How many processors the task keeps busy; fractions are allowed.',
    shape: { kind: 'number', minimum: 0 },
    example: 'cpus: 2',
  },
  { name: 'memory', doc: 'How much memory the task needs.', shape: { kind: 'size' }, example: 'memory: 2GiB' },
  {
    name: 'gpus',
    doc: 'How many graphics processors the task needs.',
    shape: { kind: 'number', integer: true, minimum: 0 },
    example: 'gpus: 1',
  },
];

/** Every key of a task, in the order in which one likes to read them. */
export const taskKeys: readonly Key[] = [
  {
    name: 'description',
    doc: 'What the task is for, in a sentence or two.',
    shape: { kind: 'string' },
    example: "description: Pull last month's events.",
  },
  {
    name: 'run',
    doc: 'What the task does: a script for `shell`, or a list: a program and its arguments, started without a shell.',
    shape: {
      kind: 'either',
      of: [
        { kind: 'string', format: 'script', expressions: true, nonEmpty: true },
        { kind: 'list', of: { kind: 'scalar', expressions: true }, nonEmpty: true },
      ],
    },
    example: 'run: python train.py --epochs 3',
  },
  {
    name: 'uses',
    doc: 'Another pipeline file that is run as this task; its `outputs` are the outputs of this task.',
    shape: { kind: 'string', format: 'path', nonEmpty: true },
    example: 'uses: ../shared/report.pipeline.yaml',
  },
  {
    name: 'with',
    doc: 'The params for the pipeline that the task `uses`.',
    shape: { kind: 'map', keys: 'value', of: { kind: 'scalar', expressions: true } },
    example: 'with: { region: eu }',
  },
  {
    name: 'needs',
    doc: 'The tasks that must be done before this one: a name or a list of names.',
    shape: { kind: 'list', of: { kind: 'string', format: 'task-name' }, single: true },
    default: '[]',
    example: 'needs: [load_data]',
  },
  {
    name: 'trigger_rule',
    doc: 'How its needs must have ended for this task to start.',
    shape: { kind: 'enum', values: triggerRules },
    default: 'all_success',
    example: 'trigger_rule: one_failed',
  },
  {
    name: 'if',
    doc: 'An expression that is looked at when the task could start; when it is false, the task is skipped.',
    shape: { kind: 'expression' },
    example: 'if: tasks.evaluate.outputs.accuracy > params.threshold',
  },
  {
    name: 'matrix',
    doc: 'Runs the task once for each combination of the values, known before the run starts.',
    shape: { kind: 'object', keys: matrixKeys, others: matrixValues },
    example: 'matrix: { model: [linear, forest], fold: [1, 2, 3] }',
  },
  {
    name: 'foreach',
    doc: 'Runs the task once for each item of a list that is known only while it runs.',
    shape: { kind: 'expression' },
    example: 'foreach: ${{ tasks.list.outputs.files }}',
  },
  {
    name: 'as',
    doc: 'The name of the item of `foreach` in expressions.',
    shape: { kind: 'string', format: 'identifier' },
    default: 'item',
    example: 'as: file',
  },
  ...runningKeys,
  {
    name: 'inputs',
    doc: 'The files that the task reads, as paths or globs.',
    shape: { kind: 'list', of: { kind: 'string', format: 'glob', expressions: true, nonEmpty: true }, single: true },
    default: '[]',
    example: 'inputs: [data/*.csv, train.py]',
  },
  {
    name: 'outputs',
    doc: 'What the task gives: named values by type, and files by path.',
    shape: {
      kind: 'map',
      keys: 'output',
      of: {
        kind: 'either',
        of: [
          { kind: 'enum', values: outputTypes },
          { kind: 'object', keys: outputKeys },
        ],
      },
    },
    default: '{}',
    example: 'outputs: { accuracy: number, weights: { path: models/weights.json } }',
  },
  {
    name: 'cache',
    doc: 'Whether the task is skipped as a success when nothing that it depends on has changed since it last succeeded.',
    shape: { kind: 'boolean' },
    default: 'false',
    example: 'cache: true',
  },
  {
    name: 'resources',
    doc: 'What the task needs of the machine; tasks start only while there is room.',
    shape: { kind: 'object', keys: resourceKeys },
    example: 'resources: { cpus: 2, memory: 4GiB }',
  },
  {
    name: 'pool',
    doc: 'The named limit from `pools` that the task counts in.',
    shape: { kind: 'string', format: 'pool-name' },
    example: 'pool: warehouse',
  },
  {
    name: 'priority',
    doc: 'Among the tasks that could start, the one with the highest number goes first.',
    shape: { kind: 'number', integer: true },
    default: '0',
    example: 'priority: 10',
  },
];
