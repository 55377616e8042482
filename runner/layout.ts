import { join } from 'node:path';

/*
 * Where everything of a run lies:
 *
 *   .dagwright/runs/<run id>/
 *     journal.ndjson                    the events, a line each
 *     runner.log                        what the shells that start attempts have to say
 *     inputs                            PIPELINE_INPUTS of all tasks whose needs gave no outputs
 *     control/<name>.json               requests, dropped here by rename
 *     exits                             a line for each attempt that has ended: its exit status and the name of its folder,
 *                                       written by the shell that ran it, so that it is known even if the runner died
 *     tasks/<task>.<attempt>/
 *       output.log                      what the attempt wrote, both streams
 *       script                          what is run, where a file is needed
 *       outputs                         PIPELINE_OUTPUT
 *       inputs                          PIPELINE_INPUTS, where a need gave outputs
 *
 * One folder for an attempt and one file for all exit statuses: each further entry costs a short task a third of its time.
 */

/** The folder that holds all that Dagwright remembers, below the root of a repository or workspace. */
export const stateFolderName = '.dagwright';

export function runsFolder(root: string): string {
  return join(root, stateFolderName, 'runs');
}

export function runFolder(root: string, runId: string): string {
  return join(runsFolder(root), runId);
}

export function journalFile(run: string): string {
  return join(run, 'journal.ndjson');
}

export function runnerLog(run: string): string {
  return join(run, 'runner.log');
}

export function tasksFolder(run: string): string {
  return join(run, 'tasks');
}

/** `folder` is a run's or an attempt's. */
export function inputsFile(folder: string): string {
  return join(folder, 'inputs');
}

/** A line for each attempt that has ended: its exit status and its folder. */
export function exitsFile(run: string): string {
  return join(run, 'exits');
}

export function controlFolder(run: string): string {
  return join(run, 'control');
}

/** The folder of one attempt; attempts count from 1. */
export function attemptFolder(run: string, task: string, attempt: number): string {
  return join(run, 'tasks', `${task}.${attempt}`);
}

export function outputLog(attempt: string): string {
  return join(attempt, 'output.log');
}

export function outputsFile(attempt: string): string {
  return join(attempt, 'outputs');
}

export function scriptFile(attempt: string): string {
  return join(attempt, 'script');
}
