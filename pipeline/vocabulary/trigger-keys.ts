import type { Key } from './shape.ts';
import { catchupModes, overlapModes, pipelineEnds } from './words.ts';

const cronKeys: readonly Key[] = [
  {
    name: 'cron',
    doc: 'When to run: minute, hour, day of the month, month, day of the week.',
    shape: { kind: 'string', format: 'cron' },
    example: 'cron: "0 2 * * *"',
    required: true,
  },
  {
    name: 'timezone',
    doc: 'The time zone in which `cron` is read, by its IANA name.',
    shape: { kind: 'string', format: 'timezone' },
    default: "the machine's",
    example: 'timezone: Europe/Berlin',
  },
  {
    name: 'start_date',
    doc: 'The first day, or moment, on which it may run.',
    shape: { kind: 'string', format: 'date' },
    example: 'start_date: 2026-01-01',
  },
  {
    name: 'end_date',
    doc: 'The last day, or moment, on which it may run.',
    shape: { kind: 'string', format: 'date' },
    example: 'end_date: 2026-12-31',
  },
  {
    name: 'catchup',
    doc: 'What happens with times that were missed while the machine was off.',
    shape: { kind: 'enum', values: catchupModes },
    default: 'none',
    example: 'catchup: latest',
  },
  {
    name: 'overlap',
    doc: 'What happens when it is time for a run while the last one still goes on.',
    shape: { kind: 'enum', values: overlapModes },
    default: 'skip',
    example: 'overlap: queue',
  },
  {
    name: 'jitter',
    doc: 'Each start is put off by a random time up to this one.',
    shape: { kind: 'duration' },
    default: '0s',
    example: 'jitter: 2m',
  },
];

const filesKeys: readonly Key[] = [
  {
    name: 'files',
    doc: 'Runs when a file that matches one of these globs is added or changed.',
    shape: {
      kind: 'list',
      of: { kind: 'string', format: 'glob', nonEmpty: true },
      single: true,
      nonEmpty: true,
    },
    example: 'files: ["data/incoming/*.csv"]',
    required: true,
  },
  {
    name: 'debounce',
    doc: 'How long the files must have been quiet before the run starts.',
    shape: { kind: 'duration' },
    default: '1s',
    example: 'debounce: 5s',
  },
];

const pipelineKeys: readonly Key[] = [
  {
    name: 'pipeline',
    doc: 'Runs when a run of this other pipeline file has ended.',
    shape: { kind: 'string', format: 'path', nonEmpty: true },
    example: 'pipeline: ../ingest/ingest.pipeline.yaml',
    required: true,
  },
  {
    name: 'on',
    doc: 'Which end of the other pipeline counts.',
    shape: { kind: 'enum', values: pipelineEnds },
    default: 'success',
    example: 'on: failure',
  },
  {
    name: 'if',
    doc: 'An expression over the run that has ended that must hold for a run to start.',
    shape: { kind: 'expression' },
    example: 'if: trigger.outputs.accuracy < 0.9',
  },
];

/** The kinds of trigger, each with its keys; the first key tells the kind. */
export const triggerKinds: readonly { readonly kind: 'cron' | 'files' | 'pipeline'; readonly keys: readonly Key[] }[] =
  [
    { kind: 'cron', keys: cronKeys },
    { kind: 'files', keys: filesKeys },
    { kind: 'pipeline', keys: pipelineKeys },
  ];
