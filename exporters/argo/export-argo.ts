import { isGroup, type Pipeline, type Task } from '../../pipeline/pipeline.ts';
import { plainName } from '../common-losses.ts';
import type { ExportSource } from '../export-source.ts';
import type { Exported, ExportedFile } from '../exported.ts';
import { ExpressionWriter } from '../expressions/expression-writer.ts';
import { findJobs } from '../jobs/find-jobs.ts';
import { Losses } from '../losses.ts';
import { marked, place } from '../own-mark.ts';
import { plainCron } from '../plain-cron.ts';
import { openingOf } from '../rules/group-ends.ts';
import { RunIndex } from '../run-index.ts';
import { commentText, sourceLines } from '../source-lines.ts';
import { type YamlEntry, YamlMap, yamlRecord, yamlText } from '../yaml-text.ts';
import { dagTemplate } from './argo-dag.ts';
import { argoDialect } from './argo-dialect.ts';
import { tellArgoLosses } from './argo-losses.ts';
import { argoTemplate } from './argo-template.ts';
import { type ArgoWriting, folderOf } from './argo-writing.ts';

/** A Workflow for Argo, or a CronWorkflow when there is a schedule; and the sizes of its pools. */
export function exportArgo(source: ExportSource): Exported {
  const losses = new Losses(source);
  tellArgoLosses(source.pipeline, source.tasks, losses);
  const jobs = findJobs(source, /[^A-Za-z0-9]+/g, ['main']);
  const index = new RunIndex({ ...source, tasks: jobs.tasks });
  const name = plainName(source.name).toLowerCase();
  const writer = new ExpressionWriter(
    argoDialect({
      id: jobs.id,
      isCertain: (from, reader) => isCertain(from, reader, index),
      pathOf: (path, from) => `${folderOf(from, { index })}/${path}`,
    }),
    index,
  );
  const writing: ArgoWriting = {
    index,
    ...jobs,
    writer,
    losses,
    secret: `${name}-secrets`,
    pools: `${name}-pools`,
    given: new Map(),
  };
  const text = yamlText(workflow(source.pipeline, name, specEntries(writing))).replaceAll(/\n(?= +# )/g, '\n\n');
  const head = `# Exported from ${source.file} (mark ${place}). It is yours, and needs nothing but Argo Workflows 3.7.\n`;
  return losses.exported(() => [
    { path: `${name}.yaml`, text: marked(head + text) },
    ...poolFile(source.pipeline, writing.pools),
  ]);
}

function workflow({ triggers, description }: Pipeline, name: string, spec: readonly YamlEntry[]): YamlMap {
  const crons = triggers.filter(trigger => trigger.kind === 'cron');
  const [first] = crons;
  const annotations: YamlEntry = [
    'annotations',
    description === undefined ? undefined : yamlRecord({ 'workflows.argoproj.io/description': description }),
  ];
  if (!first) {
    const metadata = new YamlMap(['generateName', `${name}-`], annotations);
    return new YamlMap(
      ['apiVersion', 'argoproj.io/v1alpha1'],
      ['kind', 'Workflow'],
      ['metadata', metadata],
      ['spec', new YamlMap(...spec)],
    );
  }
  const policy = { skip: 'Forbid', queue: 'Forbid', cancel: 'Replace', allow: 'Allow' }[first.overlap];
  return new YamlMap(
    ['apiVersion', 'argoproj.io/v1alpha1'],
    ['kind', 'CronWorkflow'],
    ['metadata', new YamlMap(['name', name], annotations)],
    [
      'spec',
      new YamlMap(
        ['schedules', crons.map(({ cron }) => plainCron(cron))],
        ['timezone', first.timezone],
        ['concurrencyPolicy', policy],
        ['startingDeadlineSeconds', first.catchup === 'none' ? undefined : aYear],
        ['workflowSpec', new YamlMap(...spec)],
      ),
    ],
  );
}

/** Argo makes up for the last time that was missed when it is not longer ago than this. */
const aYear = 31_536_000;

function specEntries(writing: ArgoWriting): readonly YamlEntry[] {
  const { source } = writing.index;
  const { pipeline } = source;
  const lineOf = sourceLines(source);
  const tasks = source.tasks.filter(task => !isGroup(task) || task.foreach !== undefined);
  const templates = tasks.map(task => {
    const about = task.description === undefined || task.instance ? '' : `: ${commentText(task.description)}`;
    const {
      entries: [first, ...others],
    } = argoTemplate(task, writing);
    return new YamlMap([first?.[0] ?? '', first?.[1], `${source.file}, line ${lineOf(task.name)}${about}`], ...others);
  });
  return [
    ['entrypoint', 'main'],
    ['arguments', new YamlMap(['parameters', parameters(pipeline)])],
    ['parallelism', pipeline.maxParallel],
    ['activeDeadlineSeconds', pipeline.timeoutMs === undefined ? undefined : Math.ceil(pipeline.timeoutMs / 1000)],
    [
      'volumes',
      [
        new YamlMap(
          ['name', 'workspace'],
          ['persistentVolumeClaim', yamlRecord({ claimName: '{{workflow.parameters.claim}}' })],
        ),
      ],
    ],
    ['templates', [dagTemplate(tasks, writing), ...templates]],
  ];
}

function parameters({ params }: Pipeline): readonly YamlMap[] {
  const own = Object.entries(params).map(
    ([name, { default: value, description, enum: values }]) =>
      new YamlMap(
        ['name', name],
        ['description', description],
        ['value', value === undefined ? undefined : String(value)],
        ['enum', values?.map(String)],
      ),
  );
  return [
    ...own,
    new YamlMap(
      ['name', 'image'],
      ['description', 'The image in which the tasks run.'],
      ['value', 'debian:stable-slim'],
    ),
    new YamlMap(
      ['name', 'claim'],
      ['description', 'The volume claim with the files of the repository.'],
      ['value', 'workspace'],
    ),
  ];
}

/** It has succeeded, or the reader, or what stands between, would not run. */
function isCertain(from: Task, reader: Task, index: RunIndex): boolean {
  const { triggerRule, needs } = openingOf(reader, index);
  if (triggerRule !== 'all_success' || from.continueOnError || from.foreach) return false;
  if (needs.includes(from.name) || (from.group !== undefined && needs.includes(from.group))) return true;
  return needs.some(name => {
    const need = index.get(name);
    return need !== undefined && !need.continueOnError && isCertain(from, need, index);
  });
}

function poolFile({ pools }: Pipeline, name: string): readonly ExportedFile[] {
  const sizes = Object.entries(pools).filter(([, size]) => size > 1);
  if (sizes.length === 0) return [];
  const data = yamlRecord(Object.fromEntries(sizes.map(([pool, size]) => [pool, String(size)])));
  const map = new YamlMap(
    ['apiVersion', 'v1'],
    ['kind', 'ConfigMap'],
    ['metadata', yamlRecord({ name })],
    ['data', data],
  );
  return [
    {
      path: `${name}.yaml`,
      text: marked(`# How many tasks of a pool may run at once (mark ${place}).\n${yamlText(map)}`),
    },
  ];
}
