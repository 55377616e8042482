import type { Pipeline, Task } from '../pipeline/pipeline.ts';
import type { ExportSource } from './export-source.ts';

/** Finds tasks of the run by their full names, and what belongs to them. */
export class RunIndex {
  readonly source: ExportSource;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #members = new Map<string, Task[]>();

  constructor(source: ExportSource) {
    this.source = source;
    this.#tasks = new Map(source.tasks.map(task => [task.name, task]));
    for (const task of source.tasks) {
      if (task.group === undefined) continue;
      const known = this.#members.get(task.group);
      if (known) known.push(task);
      else this.#members.set(task.group, [task]);
    }
  }

  /** The task that `name`, in any case, means in the file where `from` is written. */
  find(name: string, { scope }: Pick<Task, 'scope'>): Task | undefined {
    const full = scope === undefined ? name : `${scope}/${name}`;
    return this.#tasks.get(full) ?? this.source.tasks.find(task => task.name.toLowerCase() === full.toLowerCase());
  }

  get(fullName: string): Task | undefined {
    return this.#tasks.get(fullName);
  }

  /** The members of a group, in order; none of another task. */
  membersOf(group: string): readonly Task[] {
    return this.#members.get(group) ?? [];
  }

  /** The file that a task is written in. */
  pipelineOf({ scope }: Pick<Task, 'scope'>): Pipeline {
    const user = scope === undefined ? undefined : this.#tasks.get(scope);
    return (user && this.usedBy(user)) ?? this.source.pipeline;
  }

  /** The pipeline that a task uses. */
  usedBy({ action }: Task): Pipeline | undefined {
    return action.kind === 'pipeline' ? this.source.used[action.file]?.pipeline : undefined;
  }

  /** The folder of the file that a task is written in, from where the export lies. */
  folderOf({ scope }: Pick<Task, 'scope'>): string {
    const user = scope === undefined ? undefined : this.#tasks.get(scope);
    return this.source.folderOf(user?.action.kind === 'pipeline' ? user.action.file : undefined);
  }

  /** The one instance of a fanned-out task that has all its matrix values in common with a reader that is in a matrix too. */
  matching(group: Task, reader: Task): Task | undefined {
    const values = reader.instance?.matrix;
    const axes = Object.keys(group.matrix?.axes ?? {});
    if (!values || !group.matrix) return undefined;
    const agreeing = (names: (member: Task) => readonly string[]) =>
      this.membersOf(group.name).filter(member => {
        const wanted = names(member);
        const own = member.instance?.matrix ?? {};
        return wanted.length > 0 && wanted.every(name => Object.hasOwn(values, name) && values[name] === own[name]);
      });
    const [whole, ...others] = agreeing(member => Object.keys(member.instance?.matrix ?? {}));
    if (whole && others.length === 0) return whole;
    const [byAxes, ...more] = agreeing(() => axes);
    return more.length === 0 ? byAxes : undefined;
  }
}
