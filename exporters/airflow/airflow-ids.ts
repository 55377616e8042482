import type { Task } from '../../pipeline/pipeline.ts';

/** Gives each task of a run the id that it has in Airflow: `train.linear_1` for `train[model=linear,fold=1]`, `ingest.load` for `ingest/load`. */
export function airflowIds(tasks: readonly Task[]): (task: Task) => string {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const task of tasks) {
    const group = task.group === undefined ? undefined : ids.get(task.group);
    const own = group === undefined ? idPart(task.name) : `${group}.${idPart(lastPart(task))}`;
    let id = own;
    for (let number = 2; taken.has(id) || ownIds.test(id); number++) id = `${own}_${number}`;
    taken.add(id);
    ids.set(task.name, id);
  }
  return task => ids.get(task.name) ?? idPart(task.name);
}

/** What the file itself calls its joins, and the task that says how the run has ended. */
const ownIds = /^run_result$|\.(?:end|items)$/;

function lastPart({ name, instance }: Task): string {
  if (!instance?.matrix) return name.slice(name.lastIndexOf('/') + 1);
  const label = name.slice(name.lastIndexOf('[') + 1, -1);
  const values = Object.values(instance.matrix).join('_');
  return label.includes('=') && values.length <= 60 ? values : label;
}

/** Dots part the groups of a task from its name. */
function idPart(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_');
}
