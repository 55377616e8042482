import type { Key } from './shape.ts';

/** A function of expressions. */
export interface ExpressionFunction {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly minimumArguments: number;
  readonly maximumArguments: number;
  readonly returns: 'string' | 'boolean' | 'unknown';
}

const many = Number.MAX_SAFE_INTEGER;

/** Every function of expressions; the names are found without regard to case. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  {
    name: 'contains',
    signature: 'contains(search, item)',
    doc: 'Whether a text contains another, or a list an item; without regard to case.',
    minimumArguments: 2,
    maximumArguments: 2,
    returns: 'boolean',
  },
  {
    name: 'startsWith',
    signature: 'startsWith(text, beginning)',
    doc: 'Whether a text begins with another; without regard to case.',
    minimumArguments: 2,
    maximumArguments: 2,
    returns: 'boolean',
  },
  {
    name: 'endsWith',
    signature: 'endsWith(text, ending)',
    doc: 'Whether a text ends with another; without regard to case.',
    minimumArguments: 2,
    maximumArguments: 2,
    returns: 'boolean',
  },
  {
    name: 'format',
    signature: "format('Hello {0}', value, …)",
    doc: 'Puts the values in the places `{0}`, `{1}`, … of a text.',
    minimumArguments: 1,
    maximumArguments: 255,
    returns: 'string',
  },
  {
    name: 'join',
    signature: "join(list, ', ')",
    doc: 'Joins the items of a list to one text; the separator is a comma when it is left out.',
    minimumArguments: 1,
    maximumArguments: 2,
    returns: 'string',
  },
  {
    name: 'toJSON',
    signature: 'toJSON(value)',
    doc: 'Writes a value as JSON.',
    minimumArguments: 1,
    maximumArguments: 1,
    returns: 'string',
  },
  {
    name: 'fromJSON',
    signature: 'fromJSON(text)',
    doc: 'Reads JSON: a number, a boolean, a list, an object …',
    minimumArguments: 1,
    maximumArguments: 1,
    returns: 'unknown',
  },
  {
    name: 'hashFiles',
    signature: "hashFiles('data/*.csv', …)",
    doc: 'A hash over the content of all files that match the globs; it changes when one of them does.',
    minimumArguments: 1,
    maximumArguments: 255,
    returns: 'string',
  },
  {
    name: 'case',
    signature: 'case(condition, value, …, otherwise)',
    doc: 'The value behind the first condition that holds, else the last one.',
    minimumArguments: 3,
    maximumArguments: many,
    returns: 'unknown',
  },
];

/** A name that expressions begin with. */
export interface ExpressionContext {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
}

/** Every context of expressions; within `foreach` the name given by `as` is one too. */
export const expressionContexts: readonly ExpressionContext[] = [
  { name: 'params', doc: 'The run parameters, each with its declared type.', example: 'params.threshold' },
  { name: 'env', doc: 'The environment variables that the file declares for the task.', example: 'env.REGION' },
  { name: 'matrix', doc: "The values of this instance of the task's matrix.", example: 'matrix.model' },
  {
    name: 'tasks',
    doc: 'The outputs and the status of the tasks upstream.',
    example: 'tasks.evaluate.outputs.accuracy',
  },
  { name: 'run', doc: 'The run: `run.id` and `run.date`.', example: 'run.id' },
  { name: 'trigger', doc: 'What started the run: `trigger.kind`, `trigger.files` and more.', example: 'trigger.files' },
];

/** What `run.` offers. */
export const runProperties: readonly Pick<Key, 'name' | 'doc'>[] = [
  { name: 'id', doc: 'The id of the run; ids sort by time.' },
  { name: 'date', doc: 'The time the run is for: the scheduled time, or its start (ISO 8601).' },
];

/** What `trigger.` offers; a run that somebody starts by hand has the kind `manual`, and the rest is empty. */
export const triggerProperties: readonly Pick<Key, 'name' | 'doc'>[] = [
  { name: 'kind', doc: 'What started the run: `cron`, `files`, `pipeline`, `backfill` or `manual`.' },
  { name: 'files', doc: 'The files that were added or changed, as a list of paths from the folder of this file.' },
  { name: 'run', doc: 'The id of the run of the other pipeline that has ended.' },
  { name: 'status', doc: 'How the run of the other pipeline ended: `success`, `failed` or `cancelled`.' },
  { name: 'outputs', doc: 'The `outputs` of the other pipeline, by their names.' },
];

/** What `tasks.<name>.` offers. */
export const taskProperties: readonly Pick<Key, 'name' | 'doc'>[] = [
  { name: 'outputs', doc: 'The outputs that the task declares: a value, or the path of a file.' },
  { name: 'status', doc: 'How the task ended: `success`, `failed`, `skipped`, `upstream_failed` or `cancelled`.' },
];
