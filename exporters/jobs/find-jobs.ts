import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import type { ExportSource } from '../export-source.ts';

/** The tasks as jobs: a matrix that hands nothing on is the engine's own, of any other each instance is a job. */
export interface Jobs {
  /** The tasks of the run with the instances of the engine's own matrices left out: these stand as one task without `matrix`. */
  readonly tasks: readonly Task[];
  readonly matrixOf: (task: Task) => Task['matrix'];
  readonly id: (task: Task) => string;
}

/** GitHub makes no more jobs of one matrix; more are hard to read anywhere. */
const mostJobs = 256;

/** Finds the jobs of a run, for engines that have a matrix of their own. `signs` may not stand in an id; `others` have theirs already. */
export function findJobs(
  { tasks }: ExportSource,
  signs: RegExp = /[^A-Za-z0-9_]+/g,
  others: readonly string[] = [],
): Jobs {
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
  }
  const kept = tasks
    .filter(({ group }) => group === undefined || !native.has(group))
    .map(task => (native.has(task.name) ? asOneJob(task, tasks) : task));
  const ids = jobIds(
    kept.filter(task => !isGroup(task) || task.foreach),
    signs,
    others,
  );
  return { tasks: kept, matrixOf: ({ name }) => native.get(name), id: ({ name }) => ids.get(name) ?? name };
}

/** The task as its instances have it, with all that reads the matrix, but for all of them. */
function asOneJob({ matrix: _, ...group }: Task, tasks: readonly Task[]): Task {
  const member = tasks.find(task => task.group === group.name);
  return { ...group, env: member?.env ?? group.env };
}

function jobIds(tasks: readonly Task[], signs: RegExp, others: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(others);
  return new Map(
    tasks.map(({ name }) => {
      const plain = name.replace(/\[(.*)\]$/, (_, label: string) => `-${label.replace(/[^,=]*=/g, '')}`);
      const own = plain.replace(signs, '-').replace(/^-+|-+$/g, '');
      const start = /^[A-Za-z_]/.test(own) ? own : `job-${own}`;
      let id = start;
      for (let number = 2; taken.has(id.toLowerCase()); number++) id = `${start}-${number}`;
      taken.add(id.toLowerCase());
      return [name, id];
    }),
  );
}
