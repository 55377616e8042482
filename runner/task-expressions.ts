import { type EvaluationContext, evaluate, interpolate, isTruthy, toText } from '../pipeline/expression.ts';
import type { Json, Task } from '../pipeline/pipeline.ts';
import type { RunState, TaskState } from './run-state.ts';
import type { Condition } from './scheduler/scheduler.ts';

/** A text with its expressions filled in, or a sentence on why that cannot be done. */
export type Filled = { readonly text: string } | { readonly error: string };

/** Works out the expressions of a run from how it stands. A text without any costs nothing. */
export class TaskExpressions {
  readonly #state: RunState;
  readonly #byLowerName: ReadonlyMap<string, TaskState>;
  readonly #run: Json;

  constructor(state: RunState) {
    this.#state = state;
    this.#byLowerName = new Map([...state.tasks].map(([name, task]) => [name.toLowerCase(), task]));
    this.#run = { id: state.started.runId, date: new Date(state.started.at).toISOString() };
  }

  /** Whether the `if` of `task` holds, `env` being what its expressions see as such. */
  condition(task: Task, env: Readonly<Record<string, string>>): Condition {
    if (task.if === undefined) return { holds: true };
    const evaluated = evaluate(task.if, this.#context(task.if, env));
    return evaluated.ok ? { holds: isTruthy(evaluated.value) } : { error: evaluated.message };
  }

  fill(template: string, env: Readonly<Record<string, string>>): Filled {
    if (!template.includes('${{')) return { text: template };
    const evaluated = interpolate(template, this.#context(template, env));
    return evaluated.ok ? { text: toText(evaluated.value) } : { error: evaluated.message };
  }

  /** Only the tasks that the text could name: with all of them, a run would cost their number squared. */
  #context(text: string, env: Readonly<Record<string, string>>): EvaluationContext {
    const tasks: Record<string, Json> = {};
    for (const task of this.#namedTasks(text)) {
      tasks[task.name] = { status: task.status, outputs: task.outputs ?? {} };
    }
    return { values: { params: this.#state.started.params, env, tasks, run: this.#run } };
  }

  *#namedTasks(text: string): Iterable<TaskState> {
    if (namesNoTask.test(text)) return;
    if (namesAnyTask.test(text)) yield* this.#state.tasks.values();
    for (const word of new Set(text.toLowerCase().match(/[\w-]+/g))) {
      const task = this.#byLowerName.get(word);
      if (task) yield task;
    }
  }
}

const namesNoTask = /^(?!.*\btasks\b)/is;
/** `tasks` without a name behind it: `toJSON(tasks)`, `tasks[…]`. */
const namesAnyTask = /\btasks\b(?!\s*\.\s*[a-z_])/i;
