import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Output, Task } from '../pipeline/pipeline.ts';
import { appendMessage } from './append-message.ts';
import { attemptInputsFile, attemptPath, outputsFile } from './layout.ts';
import type { AttemptCommand } from './processes/processes.ts';
import type { RunState } from './run-state.ts';
import type { Filled, TaskExpressions } from './task-expressions.ts';

/** An attempt that can be started, or a sentence on what the task says that cannot be done. */
export type Prepared =
  | { readonly command: AttemptCommand; readonly outputs: Readonly<Record<string, Output>> }
  | { readonly error: string };

/** Where a run is and what its tasks share. */
export interface Workplace {
  /** The run's folder. */
  readonly run: string;
  /** The pipeline file's folder. */
  readonly base: string;
  /** The environment of the pipeline, filled in. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: RunState;
  readonly expressions: TaskExpressions;
}

/** Works out what an attempt runs; what cannot be done is in its log too. Throws when the run's folder cannot be written. */
export function prepareAttempt(task: Task, attempt: number, place: Workplace): Prepared {
  const path = attemptPath(place.run, task.name, attempt);
  const prepared = prepareAs(path, task, attempt, place);
  if ('error' in prepared) appendMessage(path, prepared.error);
  return prepared;
}

function prepareAs(path: string, task: Task, attempt: number, place: Workplace): Prepared {
  const env = taskEnvironment(task, place);
  if ('error' in env) return env;
  const filled = fillAction(task, place, env.values);
  if ('error' in filled) return filled;
  const workingDirectory = workingDirectoryOf(filled.workingDirectory, place.base);
  if (typeof workingDirectory !== 'string') return workingDirectory;
  const own = {
    ...env.own,
    ...inputsOf(task, place, path),
    PIPELINE_TASK: task.name,
    PIPELINE_ATTEMPT: String(attempt),
    PIPELINE_OUTPUT: outputsFile(path),
  };
  const command = { action: filled.action, path, workingDirectory, env: own };
  return holdsNul(command) ? { error: nulMessage } : { command, outputs: filled.outputs };
}

type Values = Readonly<Record<string, string>>;

/** What expressions see as `env`: the pipeline's and the task's own. */
export function taskEnvironment(
  task: Task,
  place: Workplace,
): { readonly own: Values; readonly values: Values } | { readonly error: string } {
  const own: Record<string, string> = {};
  for (const [name, template] of Object.entries(task.env)) {
    const filled = place.expressions.fill(template, place.env);
    if ('error' in filled) return filled;
    own[name] = filled.text;
  }
  return { own, values: { ...place.env, ...own } };
}

interface FilledTask {
  readonly action: AttemptCommand['action'];
  readonly workingDirectory: string;
  readonly outputs: Readonly<Record<string, Output>>;
}

function fillAction(task: Task, place: Workplace, env: Values): FilledTask | { readonly error: string } {
  const errors: string[] = [];
  const fill = (template: string): string => {
    const filled: Filled = place.expressions.fill(template, env);
    if ('text' in filled) return filled.text;
    errors.push(filled.error);
    return '';
  };
  const workingDirectory = fill(task.workingDirectory ?? '');
  const outputs: Record<string, Output> = {};
  for (const [name, output] of Object.entries(task.outputs)) {
    outputs[name] = 'path' in output ? { path: fill(output.path) } : output;
  }
  const action = filledAction(task, fill);
  return errors[0] === undefined ? { action, workingDirectory, outputs } : { error: errors[0] };
}

function filledAction({ action }: Task, fill: (template: string) => string): AttemptCommand['action'] {
  switch (action.kind) {
    case 'script':
      return { ...action, script: fill(action.script) };
    case 'program':
      return { kind: 'program', argv: action.argv.map(fill) };
    case 'pipeline':
      throw new Error('A task that uses another pipeline cannot be run here.');
    default:
      return action satisfies never;
  }
}

function workingDirectoryOf(wanted: string, base: string): string | { readonly error: string } {
  if (wanted === '') return base;
  const folder = resolve(base, wanted);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return folder;
  return { error: `Its working directory is ${found ? 'not a folder' : 'not there'}: ${folder}` };
}

/** A file with the outputs of the needs; the shared one says that there are none. */
function inputsOf(task: Task, { state }: Workplace, path: string): { readonly PIPELINE_INPUTS?: string } {
  const given = task.needs.flatMap(need => {
    const outputs = state.tasks.get(need)?.outputs;
    return outputs && Object.keys(outputs).length > 0 ? [[need, outputs] as const] : [];
  });
  if (given.length === 0) return {};
  const file = attemptInputsFile(path);
  writeFileSync(file, JSON.stringify(Object.fromEntries(given)));
  return { PIPELINE_INPUTS: file };
}

function holdsNul({ action, env }: AttemptCommand): boolean {
  const texts = action.kind === 'script' ? [action.script] : action.argv;
  return texts.some(text => text.includes('\0')) || Object.values(env).some(value => value.includes('\0'));
}

const nulMessage = 'Its command or environment holds a NUL character, which no program can be given.';
