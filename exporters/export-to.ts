import type { Task } from '../pipeline/pipeline.ts';
import { exportAirflow } from './airflow/export-airflow.ts';
import { exportArgo } from './argo/export-argo.ts';
import type { ExportSource } from './export-source.ts';
import type { Exported } from './exported.ts';
import { exportGithub } from './github/export-github.ts';

/** What a pipeline can be exported to. */
export type ExportTarget = 'airflow' | 'argo' | 'github';

/** Each target, as people call it. */
export const exportTargets: Readonly<Record<ExportTarget, string>> = {
  airflow: 'Airflow 3',
  argo: 'Argo Workflows',
  github: 'GitHub Actions',
};

/** Writes a pipeline, which has no errors, for another engine. */
export function exportTo(target: ExportTarget, said: ExportSource): Exported {
  const source = { ...said, tasks: said.tasks.map(withVariables) };
  switch (target) {
    case 'airflow':
      return exportAirflow(source);
    case 'argo':
      return exportArgo(source);
    case 'github':
      return exportGithub(source);
    default:
      return target satisfies never;
  }
}

/** Variables that read the item of a `foreach` are those of its instances in a run; engines have them at the task. */
function withVariables(task: Task): Task {
  const own = task.foreach?.each?.env;
  return own ? { ...task, env: { ...task.env, ...own } } : task;
}
