import { containerKeys } from './executor-keys.ts';
import type { Key } from './shape.ts';
import { shells } from './words.ts';

/** How a task is run and run again; these keys may stand in a task, and most of them in `defaults`. */
export const runningKeys: readonly Key[] = [
  {
    name: 'shell',
    doc: 'What reads the script of `run`: one of the names, or a command with `{0}` for the script file.',
    shape: { kind: 'enum', values: shells, open: true },
    default: 'sh',
    example: 'shell: bash',
  },
  {
    name: 'executor',
    doc: 'Where the task runs: `local`, another type of executor, or a name from `executors`.',
    shape: { kind: 'string', format: 'executor-name', nonEmpty: true },
    default: 'local',
    example: 'executor: slurm',
  },
  {
    name: 'container',
    doc: 'The container that the task runs in: an image, or an image with its details.',
    shape: {
      kind: 'either',
      of: [
        { kind: 'string', nonEmpty: true, expressions: true },
        { kind: 'object', keys: containerKeys },
      ],
    },
    default: 'none',
    example: 'container: python:3.13-slim',
  },
  {
    name: 'env',
    doc: 'Environment variables, as names and values.',
    shape: { kind: 'map', keys: 'env', of: { kind: 'scalar', expressions: true } },
    default: '{}',
    example: 'env: { REGION: eu }',
  },
  {
    name: 'working_directory',
    doc: "The folder in which the task runs, seen from the pipeline file's folder.",
    shape: { kind: 'string', format: 'path', expressions: true, nonEmpty: true },
    default: "the pipeline file's folder",
    example: 'working_directory: training',
  },
  {
    name: 'retries',
    doc: 'How many times the task is run again after a failure: 2 means at most 3 attempts.',
    shape: { kind: 'number', integer: true, minimum: 0, maximum: 1000 },
    default: '0',
    example: 'retries: 3',
  },
  {
    name: 'retry_delay',
    doc: 'How long to wait before the task is run again.',
    shape: { kind: 'duration' },
    default: '0s',
    example: 'retry_delay: 30s',
  },
  {
    name: 'retry_backoff',
    doc: 'What each further wait is multiplied by: 2 doubles it each time.',
    shape: { kind: 'number', minimum: 1 },
    default: '1',
    example: 'retry_backoff: 2',
  },
  {
    name: 'max_retry_delay',
    doc: 'The longest wait before the task is run again, however large the backoff.',
    shape: { kind: 'duration' },
    default: 'no limit',
    example: 'max_retry_delay: 10m',
  },
  {
    name: 'retry_jitter',
    doc: 'The random share of each wait, from 0 to 1, so that tasks do not all come back at once.',
    shape: { kind: 'number', minimum: 0, maximum: 1 },
    default: '0',
    example: 'retry_jitter: 0.2',
  },
  {
    name: 'retry_on_exit_codes',
    doc: 'Which exit codes are worth a retry; with any other the task fails at once.',
    shape: { kind: 'list', of: { kind: 'number', integer: true, minimum: 0, maximum: 4294967295 }, single: true },
    default: 'all',
    example: 'retry_on_exit_codes: [75]',
  },
  {
    name: 'timeout',
    doc: 'How long one attempt may take; after it the whole process tree is stopped.',
    shape: { kind: 'duration' },
    default: 'no limit',
    example: 'timeout: 1h',
  },
  {
    name: 'grace_period',
    doc: 'How long a task that is being stopped may take to end by itself before it is killed.',
    shape: { kind: 'duration' },
    default: '5s',
    example: 'grace_period: 30s',
  },
  {
    name: 'continue_on_error',
    doc: 'Whether what needs the task goes on when it fails; the task stays failed to see, but does not fail the run.',
    shape: { kind: 'boolean' },
    default: 'false',
    example: 'continue_on_error: true',
  },
];
