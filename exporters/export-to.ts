import { exportAirflow } from './airflow/export-airflow.ts';
import type { ExportSource } from './export-source.ts';
import type { Exported } from './exported.ts';
import { exportGithub } from './github/export-github.ts';

/** What a pipeline can be exported to. */
export type ExportTarget = 'airflow' | 'github';

/** Each target, as people call it. */
export const exportTargets: Readonly<Record<ExportTarget, string>> = {
  airflow: 'Airflow 3',
  github: 'GitHub Actions',
};

/** Writes a pipeline, which has no errors, for another engine. */
export function exportTo(target: ExportTarget, source: ExportSource): Exported {
  switch (target) {
    case 'airflow':
      return exportAirflow(source);
    case 'github':
      return exportGithub(source);
    default:
      return target satisfies never;
  }
}
