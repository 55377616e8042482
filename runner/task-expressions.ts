import { dirname } from 'node:path';
import {
  type Evaluated,
  type EvaluationContext,
  evaluate,
  interpolate,
  isTruthy,
  toText,
} from '../pipeline/expression.ts';
import { expressionsIn } from '../pipeline/expressions/template.ts';
import type { Json, ParamValue, Task } from '../pipeline/pipeline.ts';
import { MatchingInstances } from './matching-instance.ts';
import type { RunState, TaskState } from './run-state.ts';
import type { Condition } from './scheduler/scheduler-options.ts';
import { localName, TaskIndex, type Viewpoint } from './task-index.ts';
import { triggerValues } from './trigger-values.ts';

/** A text with its expressions filled in, or a sentence on why that cannot be done. */
export type Filled = { readonly text: string } | { readonly error: string };

export type Variables = Readonly<Record<string, string>>;

/** What `hashFiles` does: a hash over the files that the globs mean, seen from `folder`. Throws a sentence. */
export type HashFiles = (globs: readonly string[], folder: string) => string;

/**
 * Works out the expressions of a run from how it stands, each as the file sees it that it is written in. `env` is always
 * what the expression sees as such. A text without any costs nothing.
 */
export class TaskExpressions {
  readonly index: TaskIndex;
  readonly #state: RunState;
  readonly #matching: MatchingInstances;
  readonly #run: Json;
  readonly #trigger: Json;
  readonly #hashFiles: HashFiles | undefined;
  #hasReadRun = false;

  constructor(state: RunState, hashFiles?: HashFiles) {
    this.#hashFiles = hashFiles;
    this.#state = state;
    this.index = new TaskIndex(state);
    this.#matching = new MatchingInstances(this.index);
    const { runId, at, trigger } = state.started;
    this.#run = { id: runId, date: new Date(trigger?.scheduledAt ?? at).toISOString() };
    this.#trigger = triggerValues(trigger);
  }

  /** Whether any expression has asked for what each run has of its own: then the next run may go another way with the same files. */
  get hasReadRun(): boolean {
    return this.#hasReadRun;
  }

  /** Whether the `if` of `task` holds. */
  condition(task: Task, env: Variables): Condition {
    if (task.if === undefined) return { holds: true };
    const evaluated = this.evaluate(task.if, task, env);
    return evaluated.ok ? { holds: isTruthy(evaluated.value) } : { error: evaluated.message };
  }

  /** `params` are other ones than the state knows. */
  fill(template: string, viewpoint: Viewpoint, env: Variables, params?: Params): Filled {
    if (!template.includes('${{')) return { text: template };
    const evaluated = this.value(template, viewpoint, env, params);
    return evaluated.ok ? { text: toText(evaluated.value) } : { error: evaluated.message };
  }

  /** The value of a text with expressions; one that is nothing else keeps its type. */
  value(template: string, viewpoint: Viewpoint, env: Variables, params?: Params): Evaluated {
    if (!template.includes('${{')) return { ok: true, value: template };
    this.#hasReadRun ||= runAlone.test(template) && expressionsIn(template).some(text => runAlone.test(text));
    return interpolate(template, this.#context(template, viewpoint, env, params));
  }

  /** The value of an expression without its `${{ }}`. */
  evaluate(expression: string, viewpoint: Viewpoint, env: Variables): Evaluated {
    this.#hasReadRun ||= runAlone.test(expression);
    return evaluate(expression, this.#context(expression, viewpoint, env));
  }

  /** What a task gave, as it is seen from there: a list of a fanned-out one, but what the instance with the same values gave where there is one. */
  outputsOf(task: TaskState, { instance }: Viewpoint): Readonly<Record<string, Json>> {
    const isFannedOut = task.definition.matrix !== undefined && instance?.matrix !== undefined;
    const match = isFannedOut ? this.#matching.find(task, instance.matrix) : undefined;
    return (match ?? task).outputs ?? {};
  }

  /** Only the tasks that the text could name: with all of them, a run would cost their number squared. */
  #context(text: string, viewpoint: Viewpoint, env: Variables, params?: Params): EvaluationContext {
    const { scope, instance } = viewpoint;
    const tasks: Record<string, Json> = {};
    for (const task of this.#namedTasks(text, viewpoint)) {
      tasks[localName(task.name, scope)] = { status: task.status, outputs: this.outputsOf(task, viewpoint) };
    }
    const values = { params: params ?? this.#paramsOf(scope), env, tasks, run: this.#run, trigger: this.#trigger };
    const hashFiles = this.#hashFiles;
    const more = hashFiles && {
      hashFiles: (globs: readonly string[]) => hashFiles(globs, this.#folderOf(scope)),
    };
    if (!instance) return { values, ...more };
    const { matrix, item } = instance;
    return { ...more, values: { ...values, ...(matrix && { matrix }), ...(item && { [item.name]: item.value }) } };
  }

  #paramsOf(scope: string | undefined): Params {
    return scope === undefined ? this.#state.started.params : (this.#state.tasks.get(scope)?.params ?? {});
  }

  #folderOf(scope: string | undefined): string {
    const action = scope === undefined ? undefined : this.#state.tasks.get(scope)?.definition.action;
    return dirname(action?.kind === 'pipeline' ? action.file : this.#state.started.file);
  }

  *#namedTasks(text: string, viewpoint: Viewpoint): Iterable<TaskState> {
    if (namesNoTask.test(text)) return;
    if (namesAnyTask.test(text)) yield* this.index.tasksOf(viewpoint);
    for (const word of new Set(text.toLowerCase().match(/[\w-]+/g))) {
      const task = this.index.find(viewpoint, word);
      if (task) yield task;
    }
  }
}

type Params = Readonly<Record<string, ParamValue>>;

const namesNoTask = /^(?!.*\btasks\b)/is;
/** An expression that reads `run` or `trigger` has one of these words. */
const runAlone = /\b(?:run|trigger)\b/i;
/** `tasks` without a name behind it: `toJSON(tasks)`, `tasks[…]`. */
const namesAnyTask = /\btasks\b(?!\s*\.\s*[a-z_])/i;
