import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import type { ExportSource } from '../export-source.ts';
import type { Losses } from '../losses.ts';

/** The tasks as jobs: a matrix that hands nothing on is GitHub's own, of any other each instance is a job. */
export interface Jobs {
  /** The tasks of the run with the instances of native matrices left out: these stand as one task without `matrix`. */
  readonly tasks: readonly Task[];
  readonly matrixOf: (task: Task) => Task['matrix'];
  readonly id: (task: Task) => string;
}

/** GitHub makes no more jobs of one matrix. */
const mostJobs = 256;

/** Finds the jobs of a run; what cannot be jobs is refused. */
export function findJobs({ tasks }: ExportSource, losses: Losses): Jobs {
  const native = new Map<string, Task['matrix']>();
  for (const task of tasks) {
    if (!task.matrix) continue;
    const members = tasks.filter(({ group }) => group === task.name);
    const isConditional = members.some(member => member.if !== undefined);
    const isNative =
      Object.keys(task.outputs).length === 0 &&
      !isConditional &&
      members.length <= mostJobs &&
      task.action.kind !== 'pipeline';
    if (isNative && members.length > 0) native.set(task.name, task.matrix);
    if (task.action.kind === 'pipeline')
      losses.refused(
        task.name,
        'uses',
        'A pipeline that is used many times, by a matrix, has no counterpart in GitHub.',
      );
  }
  for (const task of tasks) {
    if (task.foreach && task.action.kind === 'pipeline')
      losses.refused(
        task.name,
        'uses',
        'A pipeline that is used many times, by foreach, has no counterpart in GitHub.',
      );
  }
  const kept = tasks
    .filter(({ group }) => group === undefined || !native.has(group))
    .map(task => (native.has(task.name) ? asOneJob(task, tasks) : task));
  const ids = jobIds(kept.filter(task => !isGroup(task) || task.foreach));
  return { tasks: kept, matrixOf: ({ name }) => native.get(name), id: ({ name }) => ids.get(name) ?? name };
}

/** The task as its instances have it, with all that reads the matrix, but for all of them. */
function asOneJob({ matrix: _, ...group }: Task, tasks: readonly Task[]): Task {
  const member = tasks.find(task => task.group === group.name);
  return { ...group, env: member?.env ?? group.env };
}

function jobIds(tasks: readonly Task[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    tasks.map(({ name }) => {
      const plain = name.replace(/\[(.*)\]$/, (_, label: string) => `-${label.replace(/[^,=]*=/g, '')}`);
      const own = plain.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-+|-+$/g, '');
      const start = /^[A-Za-z_]/.test(own) ? own : `job-${own}`;
      let id = start;
      for (let number = 2; taken.has(id.toLowerCase()); number++) id = `${start}-${number}`;
      taken.add(id.toLowerCase());
      return [name, id];
    }),
  );
}
