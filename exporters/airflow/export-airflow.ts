import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { plainName } from '../common-losses.ts';
import type { ExportSource } from '../export-source.ts';
import type { Exported, ExportedFile } from '../exported.ts';
import { ExpressionWriter } from '../expressions/expression-writer.ts';
import { Losses } from '../losses.ts';
import { marked } from '../own-mark.ts';
import { RunIndex } from '../run-index.ts';
import { tellAirflowLosses } from './airflow-losses.ts';
import { type AirflowPlan, airflowPlan } from './airflow-plan.ts';
import { dagFile } from './dag-file.ts';
import { type JinjaHelper, type JinjaPlaces, jinjaDialect } from './jinja.ts';

/** A DAG file for Airflow 3, and its pools. */
export function exportAirflow(source: ExportSource): Exported {
  const losses = new Losses(source);
  const index = new RunIndex(source);
  const { pipeline, tasks } = source;
  for (const user of [pipeline, ...usedPipelines(source)])
    tellAirflowLosses(user, user === pipeline ? tasks : [], source.name, losses);
  const plan = airflowPlan(index, losses);
  const helpers = new Set<JinjaHelper>();
  const places: JinjaPlaces = {
    id: plan.idOf,
    use: helper => helpers.add(helper),
    isCertain: (from, reader) => isCertain(from, reader, plan),
  };
  const writer = new ExpressionWriter(jinjaDialect(places), index);
  const name = plainName(source.name, '_');
  const dag = dagFile({ index, plan, writer, places, losses }, helpers, name);
  return losses.exported(() => [{ path: `${name}.py`, text: marked(dag) }, ...poolFile(source)]);
}

function usedPipelines({ used }: ExportSource) {
  return Object.values(used).map(({ pipeline }) => pipeline);
}

/** Its outputs are there, of the declared types: it has succeeded, or the reader would not run. */
function isCertain(from: Task, reader: Task, plan: AirflowPlan): boolean {
  const isDirect = plan.upstreamOf(reader).includes(plan.idOf(from));
  return isDirect && plan.ruleOf(reader) === 'all_success' && !from.continueOnError && !isGroup(from);
}

function poolFile({ pipeline }: ExportSource): readonly ExportedFile[] {
  const pools = Object.entries(pipeline.pools);
  if (pools.length === 0) return [];
  const content = pools.map(([name, slots]) => [
    name,
    { slots, description: 'At most so many tasks at once.', include_deferred: false },
  ]);
  return [{ path: 'pools.json', text: `${JSON.stringify(Object.fromEntries(content), undefined, 2)}\n` }];
}
