import { writeFileSync } from 'node:fs';
import type { Json, Task } from '../pipeline/pipeline.ts';
import { attemptInputsFile, attemptPath } from './layout.ts';
import type { TaskExpressions } from './task-expressions.ts';
import { localName } from './task-index.ts';

type Outputs = Readonly<Record<string, Json>>;

/** Writes PIPELINE_INPUTS: the outputs of the needs, by what the task's file calls them. */
export class AttemptInputs {
  readonly #run: string;
  readonly #expressions: TaskExpressions;
  /** What the instances of a group were given, and where it is: with a file each, a list would be written once for each of its items. */
  readonly #ofGroups = new Map<string, { readonly given: readonly Outputs[]; readonly file: string }>();

  constructor(run: string, expressions: TaskExpressions) {
    this.#run = run;
    this.#expressions = expressions;
  }

  /** The variable that names the file for the attempt with this path; the shared file says that there are none. */
  variable(task: Task, path: string): { readonly PIPELINE_INPUTS?: string } {
    const names: string[] = [];
    const given: Outputs[] = [];
    for (const name of task.needs) {
      const local = localName(name, task.scope);
      const need = this.#expressions.index.find(task, local);
      const outputs = need && this.#expressions.outputsOf(need, task);
      if (!outputs || Object.keys(outputs).length === 0) continue;
      names.push(local);
      given.push(outputs);
    }
    if (given.length === 0) return {};
    const text = () => JSON.stringify(Object.fromEntries(given.map((outputs, place) => [names[place], outputs])));
    return { PIPELINE_INPUTS: task.instance ? this.#shared(task, given, path, text) : written(path, text()) };
  }

  #shared({ group = '' }: Task, given: readonly Outputs[], path: string, text: () => string): string {
    const known = this.#ofGroups.get(group);
    if (!known) {
      const file = written(attemptPath(this.#run, group, 1), text());
      this.#ofGroups.set(group, { given, file });
      return file;
    }
    const isSame =
      known.given.length === given.length && given.every((outputs, place) => outputs === known.given[place]);
    return isSame ? known.file : written(path, text());
  }
}

function written(path: string, text: string): string {
  const file = attemptInputsFile(path);
  writeFileSync(file, text);
  return file;
}
