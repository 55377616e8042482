import type { Pipeline } from '../../pipeline/pipeline.ts';
import { plainName } from '../common-losses.ts';
import { plainCron } from '../plain-cron.ts';
import { type YamlEntry, YamlMap, yamlRecord } from '../yaml-text.ts';
import { filled, type JobWriting } from './job-writing.ts';

/** What stands above the jobs: the name, what starts it, and the variables for all. */
export function workflowStart(writing: JobWriting): readonly YamlEntry[] {
  const { source } = writing.index;
  const { pipeline } = source;
  const crons = pipeline.triggers.filter(trigger => trigger.kind === 'cron');
  const overlaps = new Set(crons.map(({ overlap }) => overlap));
  return [
    ['name', source.name],
    [
      'on',
      new YamlMap(
        ['workflow_dispatch', dispatch(pipeline)],
        ['schedule', crons.length === 0 ? undefined : crons.map(({ cron }) => new YamlMap(['cron', plainCron(cron)]))],
      ),
    ],
    ['permissions', yamlRecord({ contents: 'read' })],
    [
      'concurrency',
      crons.length === 0 || overlaps.has('allow')
        ? undefined
        : yamlRecord({ group: plainName(source.name), 'cancel-in-progress': overlaps.has('cancel') }),
    ],
    ['env', environment(writing)],
  ];
}

function dispatch({ params }: Pipeline): YamlMap {
  const inputs = Object.entries(params).map(
    ([name, { type, default: value, description, enum: values }]): YamlEntry => [
      name,
      new YamlMap(
        ['description', description],
        ['type', values ? 'choice' : type === 'integer' ? 'number' : type],
        ['options', values?.map(String)],
        ['required', value === undefined ? true : undefined],
        ['default', values && value !== undefined ? String(value) : value],
      ),
    ],
  );
  return new YamlMap(['inputs', inputs.length === 0 ? undefined : new YamlMap(...inputs)]);
}

function environment(writing: JobWriting): YamlMap | undefined {
  const { source } = writing.index;
  const [first] = source.tasks;
  const own = Object.entries(source.pipeline.env).map(
    ([name, value]): YamlEntry => [name, first ? filled(value, 'env', { ...first, env: {} }, writing) : value],
  );
  const secrets = source.pipeline.secrets.map((name): YamlEntry => [name, `\${{ secrets.${name} }}`]);
  return own.length + secrets.length === 0 ? undefined : new YamlMap(...own, ...secrets);
}
