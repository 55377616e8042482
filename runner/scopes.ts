import { dirname } from 'node:path';
import type { ParamValue, Pipeline, Task } from '../pipeline/pipeline.ts';
import type { RunState } from './run-state.ts';
import type { GivenEnvironments } from './secrets/given.ts';
import type { TaskExpressions, Variables } from './task-expressions.ts';
import type { Viewpoint } from './task-index.ts';

/** A file that tasks of the run are written in: the one that is run, or one that a task uses. */
export interface Scope {
  /** The pipeline's name. */
  readonly name: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** Its folder: where its tasks work, and what its paths are relative to. */
  readonly base: string;
  readonly pipeline: Pipeline;
  /** The environment of the file, filled in: what its expressions see as `env`. */
  readonly env: Variables;
  /** What its tasks get in their environment that the tasks of the file that is run do not all get. */
  readonly added: Variables;
  /** The values of its secrets. No expression sees them. */
  readonly secrets: Variables;
}

/** The files of a run. A file that a task uses is one for each task that uses it, and there from when that task's group opens. */
export class Scopes {
  readonly #state: RunState;
  readonly #expressions: TaskExpressions;
  readonly #given: GivenEnvironments;
  readonly #known = new Map<string | undefined, Scope>();

  constructor(state: RunState, expressions: TaskExpressions, given: GivenEnvironments = new Map()) {
    this.#given = given;
    this.#state = state;
    this.#expressions = expressions;
  }

  /** The file that is run; made first. An error is a sentence. */
  enterRun(): Scope | { readonly error: string } {
    const { name, file, pipeline, params } = this.#state.started;
    return this.#enter(undefined, { name, file, pipeline, added: {}, params });
  }

  /** The file that `group` uses, which opens with these params. An error is a sentence. */
  enter(group: Task, params: Readonly<Record<string, ParamValue>>): Scope | { readonly error: string } {
    const file = group.action.kind === 'pipeline' ? group.action.file : '';
    const used = this.#state.started.used?.[file];
    if (!used) return { error: `The pipeline that it uses is not known to the run: ${file}` };
    const caller = this.of(group);
    const own = ownEnvironment(group, caller, this.#expressions);
    if ('error' in own) return own;
    const added = { ...caller.added, ...own.own };
    return this.#enter(group.name, { name: used.name, file, pipeline: used.pipeline, added, params });
  }

  /** The file that something is written in. */
  of({ scope }: Viewpoint): Scope {
    const known = this.#known.get(scope);
    if (known) return known;
    const group = scope === undefined ? undefined : this.#state.tasks.get(scope);
    const entered = group ? this.enter(group.definition, group.params ?? {}) : this.enterRun();
    if ('error' in entered) throw new Error(`${scope}: ${entered.error}`);
    return entered;
  }

  #enter(scope: string | undefined, facts: ScopeFacts): Scope | { readonly error: string } {
    const { file, pipeline, params } = facts;
    const { variables = {}, secrets = {} } = this.#given.get(file) ?? {};
    const env: Record<string, string> = { ...variables };
    const viewpoint = scope === undefined ? {} : { scope };
    for (const [name, template] of Object.entries(pipeline.env)) {
      const filled = this.#expressions.fill(template, viewpoint, variables, params);
      if ('error' in filled) return { error: `\`env.${name}\` of the pipeline: ${filled.error}` };
      env[name] = filled.text;
    }
    const added = scope === undefined ? {} : { ...facts.added, ...env, PIPELINE_NAME: facts.name };
    const entered = { name: facts.name, file, base: dirname(file), pipeline, env, added, secrets };
    this.#known.set(scope, entered);
    return entered;
  }
}

interface ScopeFacts extends Pick<Scope, 'name' | 'file' | 'pipeline' | 'added'> {
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** The variables that a task says, filled in, and with them what its expressions see as `env`. */
export function ownEnvironment(
  task: Task,
  scope: Scope,
  expressions: TaskExpressions,
): { readonly own: Variables; readonly values: Variables } | { readonly error: string } {
  const own: Record<string, string> = {};
  for (const [name, template] of Object.entries(task.env)) {
    const filled = expressions.fill(template, task, scope.env);
    if ('error' in filled) return filled;
    own[name] = filled.text;
  }
  return { own, values: { ...scope.env, ...own } };
}
