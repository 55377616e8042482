import type { Instance, Json, Pipeline, Task } from '../pipeline.ts';
import { instanceLabels, type Marks } from './instance-labels.ts';
import { matrixCombinations } from './matrix-combinations.ts';
import { type SplitCondition, splitCondition } from './split-condition.ts';
import type { UsedFiles } from './used-files.ts';

/** Where the tasks of one file stand in the run. */
interface Place {
  readonly file: string;
  /** What their names begin with: `ingest/`, or nothing in the file that is run. */
  readonly prefix: string;
  /** The task that uses the file: their group and their scope. */
  readonly user?: string;
}

/** Writes the tasks of a run one behind the other, groups before their members. What is too large must have been refused. */
export class Unroller {
  readonly #files: UsedFiles;
  readonly #tasks: Task[] = [];

  constructor(files: UsedFiles) {
    this.#files = files;
  }

  /** The tasks of the file that is run. */
  pipeline(pipeline: Pipeline, file: string): readonly Task[] {
    this.#pipeline(pipeline, { file, prefix: '' });
    return this.#tasks;
  }

  /** The members of a `foreach` group. */
  items(group: Task, items: readonly Json[]): readonly Task[] {
    const name = group.foreach?.as ?? 'item';
    const found = items.map((value): Found => ({ instance: { item: { name, value } }, marks: [[name, value]] }));
    this.#instances(group, group.foreach?.each ?? {}, found);
    return this.#tasks;
  }

  #pipeline(pipeline: Pipeline, place: Place): void {
    for (const task of pipeline.tasks) this.#task(placed(task, place, this.#files));
  }

  #task(task: Task): void {
    const { matrix, foreach, if: _, ...rest } = task;
    if (!matrix && !foreach) {
      this.#single(task);
      return;
    }
    const { group, each } = splitCondition(task);
    if (foreach) {
      const isSplit = Object.keys(each).length > 0;
      this.#tasks.push({ ...rest, ...group, foreach: isSplit ? { ...foreach, each } : foreach });
      return;
    }
    if (!matrix) return;
    this.#tasks.push({ ...rest, ...group, matrix });
    const found = matrixCombinations(matrix).map(
      ({ values, names }): Found => ({
        instance: { matrix: values },
        marks: names.map(name => [name, values[name] ?? '']),
      }),
    );
    this.#instances(task, each, found);
  }

  #instances(task: Task, each: SplitCondition['each'], found: readonly Found[]): void {
    const { matrix: _matrix, foreach: _foreach, if: _if, ...rest } = task;
    const labels = instanceLabels(found.map(({ marks }) => marks));
    for (const [index, { instance }] of found.entries()) {
      const name = `${task.name}[${labels[index]}]`;
      this.#single({ ...rest, ...each, name, group: task.name, instance });
    }
  }

  /** A task that is not fanned out, or no longer. */
  #single(task: Task): void {
    this.#tasks.push(task);
    if (task.action.kind !== 'pipeline') return;
    const { file } = task.action;
    const used = this.#files.used[file];
    if (!used) throw new Error(`The pipeline ${file} has not been read.`);
    this.#pipeline(used.pipeline, { file, prefix: `${task.name}/`, user: task.name });
  }
}

/** An instance and what its name is made of. */
interface Found {
  readonly instance: Instance;
  readonly marks: Marks;
}

/** A task of a file with the names that it and its needs have in the run. */
function placed(task: Task, { file, prefix, user }: Place, files: UsedFiles): Task {
  const { action } = task;
  const isUse = action.kind === 'pipeline';
  if (user === undefined && !isUse) return task;
  return {
    ...task,
    ...(isUse ? { action: { ...action, file: files.resolve(action.file, file) } } : {}),
    ...(user === undefined
      ? {}
      : { name: prefix + task.name, needs: task.needs.map(need => prefix + need), group: user, scope: user }),
  };
}
