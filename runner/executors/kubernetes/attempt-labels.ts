import { hash } from 'node:crypto';
import { basename } from 'node:path';

/** By what all that belongs to one attempt is known in the cluster. */
export interface AttemptNames {
  readonly run: string;
  readonly task: string;
  readonly attempt: string;
  /** The same for run, task and attempt, and fit to be a label. */
  readonly key: string;
}

/** The labels that are looked for. */
export const runLabel = 'dagwright/run';
export const attemptLabel = 'dagwright/attempt';
export const submissionLabel = 'dagwright/submission';

/** The names of the attempt whose files begin with `path`, of the run in the folder `run`. */
export function attemptNames(run: string, path: string): AttemptNames {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  const [task, attempt] = [name.slice(0, dot), name.slice(dot + 1)];
  return { run: basename(run), task, attempt, key: shortHash(`${basename(run)}/${task}/${attempt}`) };
}

/** How the Job of a submission is called: the same whoever makes it, so that none is made twice; within what DNS takes. */
export function jobName({ task, key }: AttemptNames, submission: number): string {
  const readable = task
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replaceAll(/^-+|-+$/g, '');
  return ['dw', readable, key, submission].filter(part => part !== '').join('-');
}

/** The label by which all of a run is found. */
export function runValue(run: string): string {
  return shortHash(basename(run));
}

export function labelsOf(names: AttemptNames, submission: number): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/managed-by': 'dagwright',
    [runLabel]: runValue(names.run),
    [attemptLabel]: names.key,
    [submissionLabel]: String(submission),
  };
}

/** What the labels stand for, for people. */
export function annotationsOf({ run, task, attempt }: AttemptNames): Readonly<Record<string, string>> {
  return { 'dagwright/key': `${run}/${task}/${attempt}` };
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
