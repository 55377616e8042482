import { createHash } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';

/*
 * Where everything of a run lies:
 *
 *   .dagwright/history/<pipeline>.json    how long the tasks of a pipeline took: see `historyFile`
 *   .dagwright/history/<pipeline>.pipeline  what its file means, of a large one: it is not read again while it is the same
 *   .dagwright/history/<pipeline>.unchanged  what its last run depended on and told, when all of it was cached
 *   .dagwright/schedule/                  of the scheduler: see `docs/schedules.md`
 *   .dagwright/runs/<run id>/
 *     journal.ndjson                    the events, a line each
 *     owner.<n>                         who carries the run out: the newest one does
 *     runner.log                        what the shells that start attempts have to say
 *     origin.json                       of a run that is told of outside: what it was started as a part of
 *     inputs                            PIPELINE_INPUTS of all tasks whose needs gave no outputs
 *     control/<name>.json               requests, dropped here by rename
 *     exits                             a line for each attempt that has ended: its exit status, and <task>.<attempt>;
 *                                       written by the shell that ran it, so that it is known even if the runner died
 *     shells                            a line for each attempt: the shell that runs it, and <task>.<attempt>; written before it does
 *     tasks/<task>.<attempt>            see `fileNameOf`
 *       .log                            what the attempt wrote, both streams
 *       .script                         what is run, where a file is needed
 *       .outputs                        PIPELINE_OUTPUT
 *       .inputs                         PIPELINE_INPUTS, where a need gave outputs
 *
 * A short task costs one new file: each further entry of the file system would cost it a sixth of its time.
 */

/** The folder that holds all that Dagwright remembers, below the root of a repository or workspace. */
export const stateFolderName = '.dagwright';

export function runsFolder(root: string): string {
  return join(root, stateFolderName, 'runs');
}

/** What is remembered of the runs of the pipeline in `file`; a repository that is moved keeps it. */
export function historyFile(root: string, file: string): string {
  return join(root, stateFolderName, 'history', `${historyName(root, file)}.json`);
}

/** What the pipeline in `file` was found to mean. */
export function pipelineMemoryFile(root: string, file: string): string {
  return join(root, stateFolderName, 'history', `${historyName(root, file)}.pipeline`);
}

/** What the last run of the pipeline in `file` depended on and told, when all of it was cached: see `unchanged/unchanged-record.ts`. */
export function unchangedFile(root: string, file: string): string {
  return join(root, stateFolderName, 'history', `${historyName(root, file)}.unchanged`);
}

function historyName(root: string, file: string): string {
  return createHash('sha256').update(relative(root, file).split(sep).join('/')).digest('hex').slice(0, 32);
}

/** Where the scheduler of a folder keeps what it decided, its state, and what is asked of it. */
export function scheduleFolder(root: string): string {
  return join(root, stateFolderName, 'schedule');
}

export function runFolder(root: string, runId: string): string {
  return join(runsFolder(root), runId);
}

/** The root of a run's folder. */
export function rootOfRun(run: string): string {
  return dirname(dirname(dirname(run)));
}

export function journalFile(run: string): string {
  return join(run, 'journal.ndjson');
}

export function runnerLog(run: string): string {
  return join(run, 'runner.log');
}

/** What a run that is told of outside was started as a part of. */
export function originFile(run: string): string {
  return join(run, 'origin.json');
}

export function tasksFolder(run: string): string {
  return join(run, 'tasks');
}

export function inputsFile(run: string): string {
  return join(run, 'inputs');
}

/** A line for each attempt that has ended: its exit status, and its task and number. */
export function exitsFile(run: string): string {
  return join(run, 'exits');
}

/** A line for each attempt that a shell was given: the pid of that shell, and its task and number. */
export function shellsFile(run: string): string {
  return join(run, 'shells');
}

/** Who carries the run out, after `number - 1` others; numbers count from 1. */
export function ownerFile(run: string, number: number): string {
  return join(run, `owner.${number}`);
}

export function controlFolder(run: string): string {
  return join(run, 'control');
}

/** What the paths of all files of one attempt begin with; attempts count from 1. */
export function attemptPath(run: string, task: string, attempt: number): string {
  if (run !== joined.run) joined = { run, prefix: tasksFolder(run) + sep };
  return `${joined.prefix}${fileNameOf(task)}.${attempt}`;
}

/** A program mostly looks at one run: to join a long path for each attempt anew takes longer than all else of it. */
let joined = { run: '', prefix: '' };

/** The last part of an attempt's path, by which it is called in `exits` and `shells`. */
export function attemptNameOf(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}

/**
 * A task's name as a part of a file's name. What some file system may not take is percent-encoded; of a long one, the end
 * is replaced by a hash of the whole.
 */
export function fileNameOf(task: string): string {
  if (plain.test(task)) return task;
  const encoded = task.replace(unfit, character => encodeURIComponent(character).replace('*', '%2A'));
  if (Buffer.byteLength(encoded) <= 200) return encoded;
  return `${encoded.slice(0, 60)}~${createHash('sha256').update(task).digest('hex').slice(0, 16)}`;
}

const plain = /^[\w.=,[\]-]{1,200}$/;
const unfit = /[/\\:*?"<>|%\p{Cc}]/gu;

export function outputLog(attempt: string): string {
  return `${attempt}.log`;
}

/** Where the log of an attempt really is that was taken back from a shell before it began: its log is a link to that. */
export function retoldLog(attempt: string): string {
  return `${attempt}.log.retold`;
}

export function outputsFile(attempt: string): string {
  return `${attempt}.outputs`;
}

export function attemptInputsFile(attempt: string): string {
  return `${attempt}.inputs`;
}

export function scriptFile(attempt: string): string {
  return `${attempt}.script`;
}

/** What a batch system is given to run for an attempt. */
export function jobFile(attempt: string): string {
  return `${attempt}.job`;
}

/** The status of an attempt on another machine, which cannot append to the file of all. */
export function exitFile(attempt: string): string {
  return `${attempt}.exit`;
}

/** Output from another machine that is yet to be masked; gone when the attempt is over. */
export function unmaskedOutput(attempt: string): string {
  return `${attempt}.unmasked`;
}

/** The host that an attempt was sent to by `ssh`. */
export function hostFile(attempt: string): string {
  return `${attempt}.host`;
}
