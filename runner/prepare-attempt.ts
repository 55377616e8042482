import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Task } from '../pipeline/pipeline.ts';
import { appendMessage } from './append-message.ts';
import type { Place } from './executors/place.ts';
import type { Expected } from './expected-outputs.ts';
import { fillTask } from './fill-task.ts';
import { attemptPath, outputsFile } from './layout.ts';
import { gpuVariables } from './limits/run-limits.ts';
import type { OutputClaims } from './output-claims.ts';
import { isPlain } from './plain-task.ts';
import type { AttemptCommand } from './processes/processes.ts';
import type { Grant } from './scheduler/admission.ts';
import type { Workplace } from './workplace.ts';

/** An attempt that can be started, or a sentence on what the task says that cannot be done. */
export type Prepared = { readonly command: AttemptCommand; readonly expected: Expected } | { readonly error: string };

/** Works out what an attempt runs; what cannot be done is in its log too. Throws when the run's folder cannot be written. */
export function prepareAttempt(
  task: Task,
  attempt: number,
  grant: Grant,
  place: Workplace,
  claims: OutputClaims,
): Prepared {
  const path = attemptPath(place.run, task.name, attempt);
  const prepared = prepareAs(path, task, attempt, grant, place, claims);
  if ('error' in prepared) appendMessage(path, place.secrets?.masked(prepared.error) ?? prepared.error);
  return prepared;
}

/** The same for an attempt that may begin later: what cannot be done is not said, and may be possible by then. */
export function prepareAhead(task: Task, attempt: number, place: Workplace, claims: OutputClaims): Prepared {
  return prepareAs(attemptPath(place.run, task.name, attempt), task, attempt, {}, place, claims);
}

/** What an attempt that began under another runner is expected to give. */
export function expectedOf(task: Task, attempt: number, place: Workplace): Expected {
  const filled = fillTask(task, place);
  const path = attemptPath(place.run, task.name, attempt);
  return 'error' in filled
    ? { outputs: task.outputs, base: place.scopes.of(task).base, path }
    : { outputs: filled.outputs, base: filled.scope.base, path };
}

function prepareAs(
  path: string,
  task: Task,
  attempt: number,
  grant: Grant,
  place: Workplace,
  claims: OutputClaims,
): Prepared {
  const filled = fillTask(task, place);
  if ('error' in filled) return filled;
  const { scope, action, workingDirectory, outputs, place: where } = filled;
  const fault = missingFolder(workingDirectory, scope.base) ?? claims.conflict(task, outputs, scope.base);
  if (fault !== undefined) return { error: fault };
  const env = {
    ...scope.added,
    ...place.outsideVariables?.(task.name, attempt),
    ...scope.secrets,
    ...gpuVariables(task, grant, place.machine),
    ...filled.env,
    ...place.inputs.variable(task, path),
    PIPELINE_TASK: task.name,
    PIPELINE_ATTEMPT: String(attempt),
    PIPELINE_OUTPUT: outputsFile(path),
  };
  const common = { action, path, workingDirectory, env };
  const command = where
    ? { ...common, ...placed(where, task, writtenFiles(outputs, scope.base)) }
    : { ...common, isPlain: isPlain(task, place.durations) };
  return holdsNul(command) ? { error: nulMessage } : { command, expected: { outputs, base: scope.base, path } };
}

/** The folder of the pipeline's file is there: it was read. */
function missingFolder(folder: string, base: string): string | undefined {
  if (folder === base) return undefined;
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return undefined;
  return `Its working directory is ${found ? 'not a folder' : 'not there'}: ${folder}`;
}

function holdsNul({ action, env }: AttemptCommand): boolean {
  const texts = action.kind === 'script' ? [action.script] : action.argv;
  return texts.some(text => text.includes('\0')) || Object.values(env).some(value => value.includes('\0'));
}

const nulMessage = 'Its command or environment holds a NUL character, which no program can be given.';

function placed(place: Place, { timeoutMs, gracePeriodMs }: Task, files: readonly string[]): Partial<AttemptCommand> {
  return { place, files, ...(timeoutMs !== undefined && { timeoutMs: timeoutMs + gracePeriodMs }) };
}

/** The absolute paths of what is declared as a file. */
export function writtenFiles(outputs: Expected['outputs'], base: string): readonly string[] {
  return Object.values(outputs).flatMap(output => ('path' in output ? [resolve(base, output.path)] : []));
}
