import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { type Reference, usedNames } from '../../pipeline/expressions/references.ts';
import { splitTemplate } from '../../pipeline/expressions/template.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import type { TaskIndex } from '../task-index.ts';

/** What cannot be known before a run: what the tasks give that will run, and what is worked out from that. */
export class Unknowns {
  readonly #index: TaskIndex;
  readonly #tasks = new Set<string>();
  /** By the task that uses the pipeline: the params, in lower case, and what they depend on. */
  readonly #params = new Map<string, ReadonlyMap<string, string>>();

  constructor(index: TaskIndex) {
    this.#index = index;
  }

  /** What the task gives is not known. */
  add(task: string): void {
    this.#tasks.add(task);
  }

  has(task: string): boolean {
    return this.#tasks.has(task);
  }

  /** Some params of the pipeline that `group` uses are not known. */
  addParams(group: string, why: ReadonlyMap<string, string>): void {
    this.#params.set(group, new Map([...why].map(([name, reason]) => [name.toLowerCase(), reason])));
  }

  /** The first thing that an expression of `task` reads and that is not known, in words: `the output accuracy of evaluate`. */
  inExpression(text: string, task: Task): string | undefined {
    if (!mayRead.test(text)) return undefined;
    const parsed = parseExpression(text);
    for (const reference of parsed.ok ? usedNames(parsed).references : []) {
      const found = this.#inReference(reference, task);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The same for the expressions in a text. */
  inTemplate(template: string, task: Task): string | undefined {
    if (!template.includes('${{')) return undefined;
    for (const part of splitTemplate(template)) {
      const found = part.kind === 'expression' ? this.inExpression(part.text, task) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #inReference({ context, steps }: Reference, task: Task): string | undefined {
    switch (context.name.toLowerCase()) {
      case 'tasks':
        return this.#inTasks(
          steps.map(({ name }) => name),
          task,
        );
      case 'run':
        return `run.${steps[0]?.name ?? '*'}`;
      case 'env':
        return this.#inVariable(steps[0]?.name, task);
      case 'params':
        return this.#params.get(task.scope ?? '')?.get(steps[0]?.name.toLowerCase() ?? '');
      default:
        return undefined;
    }
  }

  #inTasks([name, kind, output]: readonly string[], task: Task): string | undefined {
    if (name === undefined) return this.#tasks.size > 0 ? 'what other tasks give' : undefined;
    const found = this.#index.find(task, name);
    if (!found || !this.#tasks.has(found.name)) return undefined;
    if (kind === 'status') return `how ${found.name} ends`;
    return output === undefined ? `the outputs of ${found.name}` : `the output ${output} of ${found.name}`;
  }

  #inVariable(name: string | undefined, task: Task): string | undefined {
    const templates = name === undefined ? Object.values(task.env) : [task.env[name] ?? ''];
    for (const template of templates) {
      const found = this.inTemplate(template, task);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const mayRead = /\b(tasks|run|env|params)\b/i;
