import { entriesOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { type ArgoKnown, outputsOf, tagsIn } from './argo/argo-tags.ts';
import { NodeReader } from './argo/node-reader.ts';
import { type Imported, type ImportedTask, ImportLosses } from './imported.ts';
import { itemsOf } from './yaml-file.ts';

/** The DAG, or the steps, or the one template, of an Argo Workflow or CronWorkflow; nothing for another file. */
export function importArgo(root: MapSyntax): Imported | undefined {
  const outer = valueUnder(root, 'spec');
  const spec = valueUnder(outer, 'workflowSpec') ?? outer;
  const templates = new Map(
    itemsOf(valueUnder(spec, 'templates')).map(template => [scalarOf(template, 'name')?.text ?? '', template]),
  );
  const main = templates.get(scalarOf(spec, 'entrypoint')?.text ?? '');
  const nodes = nodesOf(main);
  if (nodes.length === 0) return undefined;
  const losses = new ImportLosses();
  const parameters = itemsOf(valueUnder(valueUnder(spec, 'arguments'), 'parameters'));
  const params = parameters.flatMap(param => {
    const value = scalarOf(param, 'value')?.text ?? scalarOf(param, 'default')?.text;
    const key = scalarOf(param, 'name')?.text;
    return key === undefined
      ? []
      : [[key, { type: 'string', ...(value === undefined ? {} : { default: value }) }] as const];
  });
  const known: ArgoKnown = {
    params: new Set(params.map(([key]) => key)),
    outputs: knownOutputs(nodes, templates, root),
  };
  const tasks = nodes.map(({ node, before }) => new NodeReader(node, before, templates, known, losses).task());
  const metadata = valueUnder(root, 'metadata');
  const name = scalarOf(metadata, 'name')?.text ?? scalarOf(metadata, 'generateName')?.text.replace(/-$/, '');
  const timezone = scalarOf(outer, 'timezone')?.text;
  const crons = [...scalarsOf(valueUnder(outer, 'schedules')), ...scalarsOf(valueUnder(outer, 'schedule'))].map(
    ({ text }) => ({ cron: text, ...(timezone === undefined ? {} : { timezone }) }),
  );
  for (const key of ['onExit', 'hooks'])
    for (const { key: found } of entriesOf(spec).filter(entry => entry.key.text === key))
      losses.lost(found, `\`${key}\`: write a last task with \`trigger_rule: all_done\`.`);
  return {
    from: 'an Argo workflow',
    ...(name === undefined ? {} : { name }),
    params: Object.fromEntries(params),
    env: {},
    secrets: [],
    crons,
    tasks: withSkips(tasks),
    losses: losses.all(),
  };
}

interface ArgoNode {
  readonly node: ValueSyntax;
  readonly before: readonly string[];
}

/** The tasks of a DAG; the steps, where all of a group stand behind all of the group before; or the template itself. */
function nodesOf(main: ValueSyntax | undefined): readonly ArgoNode[] {
  const tasks = itemsOf(valueUnder(valueUnder(main, 'dag'), 'tasks')).map(node => ({ node, before: [] }));
  const groups = itemsOf(valueUnder(main, 'steps')).map(itemsOf);
  const steps = groups.flatMap((group, place) => {
    const before = (groups[place - 1] ?? []).map(node => scalarOf(node, 'name')?.text ?? 'task');
    return group.map(node => ({ node, before }));
  });
  const runs = valueUnder(main, 'script') ?? valueUnder(main, 'container');
  const name = scalarOf(main, 'name');
  if (tasks.length + steps.length > 0 || !runs || !name) return [...tasks, ...steps];
  const key = (text: string): ScalarSyntax => ({
    kind: 'scalar',
    range: name.range,
    value: text,
    text,
    style: 'plain',
  });
  const entries = ['name', 'template'].map(text => ({ key: key(text), value: name }));
  return [{ node: { kind: 'map', range: name.range, flow: false, entries }, before: [] }];
}

function knownOutputs(
  nodes: readonly ArgoNode[],
  templates: ReadonlyMap<string, ValueSyntax>,
  root: MapSyntax,
): ArgoKnown['outputs'] {
  const tags = tagsIn(root);
  return new Map(
    nodes.map(({ node }) => {
      const name = scalarOf(node, 'name')?.text ?? '';
      const template = templates.get(scalarOf(node, 'template')?.text ?? '') ?? valueUnder(node, 'inline');
      return [name, outputsOf(name, template, tags)];
    }),
  );
}

/** What needs a task by its name alone goes on in Argo when that was skipped. */
function withSkips(tasks: readonly ImportedTask[]): readonly ImportedTask[] {
  const skips = new Set(tasks.filter(task => task.if !== undefined).map(({ name }) => name));
  return tasks.map(task => {
    if (task.triggerRule !== 'none_failed' || task.needs.some(need => skips.has(need))) return task;
    const { triggerRule: _, ...plain } = task;
    return plain;
  });
}

/** Whether there is anything to read: for the choice of the importer. */
export function isArgo(root: MapSyntax): boolean {
  return entriesOf(root).some(
    ({ key, value }) => key.text === 'apiVersion' && value?.kind === 'scalar' && value.text.startsWith('argoproj.io/'),
  );
}
