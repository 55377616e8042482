import { resolve } from 'node:path';
import type { Output, Task } from '../pipeline/pipeline.ts';
import { type Place, placeOf } from './executors/place.ts';
import type { AttemptCommand } from './processes/processes.ts';
import { ownEnvironment, type Scope } from './scopes.ts';
import type { Filled, Variables } from './task-expressions.ts';
import type { Workplace } from './workplace.ts';

/** What a task says, with every expression filled in. */
export interface FilledTask {
  /** The file that it is written in. */
  readonly scope: Scope;
  readonly action: AttemptCommand['action'];
  /** Absolute; whether it is there has not been looked at. */
  readonly workingDirectory: string;
  /** The variables that the task itself says. */
  readonly env: Variables;
  readonly outputs: Readonly<Record<string, Output>>;
  /** Globs, relative to the folder of its file. */
  readonly inputs: readonly string[];
  /** Absent: here. */
  readonly place?: Place;
}

/** Fills in a task as it stands now, or says in a sentence why that cannot be done. Writes nothing. */
export function fillTask(
  task: Task,
  { scopes, expressions }: Pick<Workplace, 'scopes' | 'expressions'>,
): FilledTask | { readonly error: string } {
  const scope = scopes.of(task);
  const env = ownEnvironment(task, scope, expressions);
  if ('error' in env) return env;
  const errors: string[] = [];
  const fill = (template: string): string => {
    const filled: Filled = expressions.fill(template, task, env.values);
    if ('text' in filled) return filled.text;
    errors.push(filled.error);
    return '';
  };
  const place = placeOf(task, scope.pipeline, fill);
  const filled = {
    workingDirectory:
      task.workingDirectory === undefined ? scope.base : resolve(scope.base, fill(task.workingDirectory)),
    outputs: filledOutputs(task, fill),
    action: filledAction(task, fill),
    inputs: task.inputs.map(fill),
    ...(place && { place }),
  };
  return errors[0] === undefined ? { scope, env: env.own, ...filled } : { error: errors[0] };
}

function filledOutputs(task: Task, fill: (template: string) => string): Readonly<Record<string, Output>> {
  const outputs: Record<string, Output> = {};
  for (const [name, output] of Object.entries(task.outputs)) {
    outputs[name] = 'path' in output ? { path: fill(output.path) } : output;
  }
  return outputs;
}

function filledAction({ action }: Task, fill: (template: string) => string): AttemptCommand['action'] {
  switch (action.kind) {
    case 'script':
      return { ...action, script: fill(action.script) };
    case 'program':
      return { kind: 'program', argv: action.argv.map(fill) };
    case 'pipeline':
      throw new Error('A task that uses another pipeline has no attempts.');
    default:
      return action satisfies never;
  }
}
