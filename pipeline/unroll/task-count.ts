import type { Pipeline, Task } from '../pipeline.ts';
import { matrixSize } from './matrix-combinations.ts';
import type { UsedFiles } from './used-files.ts';

/** The most instances of one task, the most tasks of a run, and how deep pipelines may use one another. */
export const mostInstances = 10_000;
export const mostTasks = 100_000;
export const deepestUse = 20;

/** How many tasks something is in a run, groups and members, or a sentence on why it cannot be run. */
export type Count = { readonly tasks: number } | { readonly problem: string };

/** Counts the tasks of a run by multiplication: nothing is built. `file` is the absolute path of the pipeline's file. */
export function countTasks(pipeline: Pipeline, file: string, files: UsedFiles): Count {
  const counted = new Counter(files).pipeline(pipeline, file, 0);
  return checked(counted, 0);
}

/** The same for `items` members of a `foreach` group of a run that has `before` tasks already. */
export function countMembers(group: Task, items: number, files: UsedFiles, before: number): Count {
  if (items > mostInstances) return { problem: tooMany(group.name, 'list', items) };
  const each = new Counter(files).inside(group, '', 0);
  return 'problem' in each ? each : checked({ tasks: items * (1 + each.tasks) }, before);
}

function checked(count: Count, before: number): Count {
  if ('problem' in count || before + count.tasks <= mostTasks) return count;
  return {
    problem: `The run would have ${shown(before + count.tasks)} tasks, and at most ${shown(mostTasks)} are run.`,
  };
}

/** Each file is counted once, however often it is used. */
class Counter {
  readonly #files: UsedFiles;
  readonly #known = new Map<string, Count>();

  constructor(files: UsedFiles) {
    this.#files = files;
  }

  pipeline(pipeline: Pipeline, file: string, depth: number): Count {
    const known = this.#known.get(file);
    if (known) return known;
    if (depth > deepestUse)
      return { problem: `Pipelines use one another more than ${deepestUse} levels deep, down to ${file}.` };
    let tasks = 0;
    for (const task of pipeline.tasks) {
      const count = this.#task(task, file, depth);
      if ('problem' in count) return count;
      tasks += count.tasks;
    }
    this.#known.set(file, { tasks });
    return { tasks };
  }

  /** What stands inside one instance of a task. */
  inside({ name, action }: Task, file: string, depth: number): Count {
    if (action.kind !== 'pipeline') return { tasks: 0 };
    const path = this.#files.resolve(action.file, file);
    const used = Object.hasOwn(this.#files.used, path) ? this.#files.used[path] : undefined;
    return used
      ? this.pipeline(used.pipeline, path, depth + 1)
      : { problem: `"${name}" uses ${path}, which has not been read.` };
  }

  #task(task: Task, file: string, depth: number): Count {
    const each = this.inside(task, file, depth);
    if ('problem' in each || task.foreach) return 'problem' in each ? each : { tasks: 1 };
    if (!task.matrix) return { tasks: 1 + each.tasks };
    const size = matrixSize(task.matrix);
    return size > mostInstances
      ? { problem: tooMany(task.name, 'matrix', size) }
      : { tasks: 1 + size * (1 + each.tasks) };
  }
}

function tooMany(task: string, what: 'matrix' | 'list', size: number): string {
  return `The ${what} of "${task}" has ${shown(size)} ${what === 'matrix' ? 'combinations' : 'items'}, and a task has at most ${shown(mostInstances)} instances.`;
}

function shown(count: number): string {
  return count.toLocaleString('en');
}
