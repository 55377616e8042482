import { entriesOf, entryOf, numberOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';
import { axisText, itemsOf, tellUnread } from './yaml-file.ts';

/** The DAG, or the steps, of an Argo Workflow or CronWorkflow; nothing for another file. */
export function importArgo(root: MapSyntax): Imported | undefined {
  const outer = valueUnder(root, 'spec');
  const spec = valueUnder(outer, 'workflowSpec') ?? outer;
  const templates = new Map(
    itemsOf(valueUnder(spec, 'templates')).map(template => [scalarOf(template, 'name')?.text ?? '', template]),
  );
  const main = templates.get(scalarOf(spec, 'entrypoint')?.text ?? '');
  const losses = new ImportLosses();
  const nodes = itemsOf(valueUnder(valueUnder(main, 'dag'), 'tasks')).map(node => ({ node, before: [] }));
  const steps = [...nodes, ...stepsOf(valueUnder(main, 'steps'))];
  if (steps.length === 0) return undefined;
  const tasks = steps.map(({ node, before }) => new NodeReader(node, before, templates, losses).task());
  const metadata = valueUnder(root, 'metadata');
  const name = scalarOf(metadata, 'name')?.text ?? scalarOf(metadata, 'generateName')?.text.replace(/-$/, '');
  const timezone = scalarOf(outer, 'timezone')?.text;
  const crons = [...scalarsOf(valueUnder(outer, 'schedules')), ...scalarsOf(valueUnder(outer, 'schedule'))].map(
    ({ text }) => ({ cron: text, ...(timezone === undefined ? {} : { timezone }) }),
  );
  const params = itemsOf(valueUnder(valueUnder(spec, 'arguments'), 'parameters')).flatMap(param => {
    const value = scalarOf(param, 'value')?.text ?? scalarOf(param, 'default')?.text;
    const key = scalarOf(param, 'name')?.text;
    return key === undefined
      ? []
      : [[key, { type: 'string', ...(value === undefined ? {} : { default: value }) }] as const];
  });
  return {
    from: 'an Argo workflow',
    ...(name === undefined ? {} : { name }),
    params: Object.fromEntries(params),
    env: {},
    secrets: [],
    crons,
    tasks,
    losses: losses.all(),
  };
}

/** The steps of a template: all of a group stand behind all of the group before. */
function stepsOf(value: ValueSyntax | undefined): readonly { node: ValueSyntax; before: readonly string[] }[] {
  const groups = itemsOf(value).map(itemsOf);
  return groups.flatMap((group, place) => {
    const before = (groups[place - 1] ?? []).map(node => scalarOf(node, 'name')?.text ?? 'task');
    return group.map(node => ({ node, before }));
  });
}

class NodeReader {
  readonly #node: ValueSyntax;
  readonly #before: readonly string[];
  readonly #template: ValueSyntax | undefined;
  readonly #losses: ImportLosses;
  readonly #given: ReadonlyMap<string, string>;
  readonly #name: ScalarSyntax;

  constructor(
    node: ValueSyntax,
    before: readonly string[],
    templates: ReadonlyMap<string, ValueSyntax>,
    losses: ImportLosses,
  ) {
    this.#node = node;
    this.#before = before;
    this.#losses = losses;
    this.#name = scalarOf(node, 'name') ?? {
      kind: 'scalar',
      range: node.range,
      value: 'task',
      text: 'task',
      style: 'plain',
    };
    this.#template = templates.get(scalarOf(node, 'template')?.text ?? '') ?? valueUnder(node, 'inline');
    const parameters = (of: ValueSyntax | undefined) => itemsOf(valueUnder(of, 'parameters'));
    const defaults = parameters(valueUnder(this.#template, 'inputs')).filter(param => scalarOf(param, 'value'));
    this.#given = new Map(
      [...defaults, ...parameters(valueUnder(node, 'arguments'))].map(param => [
        scalarOf(param, 'name')?.text ?? '',
        scalarOf(param, 'value')?.text ?? '',
      ]),
    );
  }

  task(): ImportedTask {
    const template = this.#template;
    tellUnread(
      this.#node,
      ['name', 'template', 'inline', 'dependencies', 'depends', 'arguments', 'withItems', 'withParam'],
      `the task \`${this.#name.text}\``,
      this.#losses,
    );
    tellUnread(
      template,
      ['name', 'script', 'container', 'inputs', 'outputs', 'retryStrategy', 'activeDeadlineSeconds'],
      `the template of \`${this.#name.text}\``,
      this.#losses,
    );
    const work = valueUnder(template, 'script') ?? valueUnder(template, 'container');
    const seconds =
      numberOf(template, 'activeDeadlineSeconds') ?? Number(scalarOf(template, 'activeDeadlineSeconds')?.text);
    const param = scalarOf(this.#node, 'withParam');
    return {
      name: taskName(this.#name.text),
      needs: this.#needs(),
      matrix: this.#items(),
      ...(param ? { foreach: { list: this.#text(param.text), as: 'item' } } : {}),
      ...this.#shell(work),
      env: this.#env(work),
      retries: Number(scalarOf(valueUnder(template, 'retryStrategy'), 'limit')?.text ?? 0) || 0,
      ...(seconds > 0 ? { timeout: `${seconds}s` } : {}),
      script: this.#script(work),
      inputs: [],
      outputs: this.#outputs(),
    };
  }

  #needs(): readonly string[] {
    const plain = scalarsOf(valueUnder(this.#node, 'dependencies')).map(({ text }) => text);
    const depends = scalarOf(this.#node, 'depends');
    const isPlain = depends && /^[\w-]+(\.Succeeded)?(\s*&&\s*[\w-]+(\.Succeeded)?)*$/.test(depends.text.trim());
    if (depends && !isPlain)
      this.#losses.lost(depends, `\`depends: ${depends.text}\` asks more than success: say it with trigger_rule.`);
    const names = depends ? [...depends.text.matchAll(/([\w-]+)(?:\.\w+)?/g)].map(match => match[1] ?? '') : [];
    return [...new Set([...this.#before, ...plain, ...names].map(taskName))];
  }

  #items(): readonly string[] {
    const entry = entryOf(this.#node, 'withItems');
    if (!entry) return [];
    const axis = axisText({ key: { ...entry.key, text: 'item' }, ...(entry.value ? { value: entry.value } : {}) });
    if (axis === undefined) this.#losses.lost(entry.key, 'The items are no plain values: write them as a matrix.');
    return axis === undefined ? [] : [axis];
  }

  #shell(work: ValueSyntax | undefined): Pick<ImportedTask, 'shell' | 'container'> {
    const [program] = scalarsOf(valueUnder(work, 'command'));
    const image = scalarOf(work, 'image');
    const isOwn = image !== undefined && image.text !== '{{workflow.parameters.image}}';
    const container = isOwn ? { container: { image: this.#text(image.text), volumes: [], options: [] } } : {};
    const shell = { bash: 'bash', python: 'python', python3: 'python', node: 'node' }[
      program?.text.split('/').at(-1) ?? ''
    ];
    return { ...container, ...(valueUnder(work, 'source') && shell !== undefined ? { shell } : {}) };
  }

  #env(work: ValueSyntax | undefined): Readonly<Record<string, string>> {
    const found = itemsOf(valueUnder(work, 'env')).flatMap(item => {
      const name = scalarOf(item, 'name');
      const value = scalarOf(item, 'value');
      if (name && value) return [[name.text, this.#text(value.text)] as const];
      if (name)
        this.#losses.lost(
          name,
          `The variable \`${name.text}\` comes from elsewhere: name it under secrets, or set it.`,
        );
      return [];
    });
    return Object.fromEntries(found);
  }

  #script(work: ValueSyntax | undefined): readonly string[] {
    const source = scalarOf(work, 'source');
    if (source) return this.#text(source.text).trimEnd().split('\n');
    const words = [...scalarsOf(valueUnder(work, 'command')), ...scalarsOf(valueUnder(work, 'args'))].map(({ text }) =>
      this.#text(text),
    );
    if (words.length > 0)
      return [
        words.map(word => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' '),
      ];
    this.#losses.lost(
      this.#name,
      `The task \`${this.#name.text}\` runs no script and no container: it does nothing here.`,
    );
    return ['true'];
  }

  #outputs(): ImportedTask['outputs'] {
    const names = itemsOf(valueUnder(valueUnder(this.#template, 'outputs'), 'parameters')).flatMap(
      param => scalarOf(param, 'name') ?? [],
    );
    for (const name of names)
      this.#losses.lost(name, `Its output \`${name.text}\` must be written to PIPELINE_OUTPUT, as ${name.text}=value.`);
    return Object.fromEntries(names.map(({ text }) => [text, 'string']));
  }

  /** The tags of a text as a pipeline says them. */
  #text(text: string): string {
    return text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, inner: string) => {
      const parameter = /^inputs\.parameters\.([\w-]+)$/.exec(inner)?.[1];
      const given = parameter === undefined ? undefined : this.#given.get(parameter);
      if (given !== undefined) return this.#text(given);
      const ours = inner
        .replace(/^workflow\.parameters\.([\w-]+)$/, 'params.$1')
        .replace(
          /^(?:tasks|steps)\.([\w-]+)\.outputs\.parameters\.([\w-]+)$/,
          (_, task: string, name: string) => `tasks.${taskName(task)}.outputs.${name}`,
        )
        .replace(/^item$/, entryOf(this.#node, 'withItems') ? 'matrix.item' : 'item')
        .replace(/^workflow\.name$/, 'run.id');
      if (/^(?:params|tasks|matrix|item|run)\b/.test(ours)) return `\${{ ${ours} }}`;
      this.#losses.lost(this.#name, `\`${whole}\` is known to Argo only: it was left out.`);
      return '';
    });
  }
}

/** Whether there is anything to read: for the choice of the importer. */
export function isArgo(root: MapSyntax): boolean {
  return entriesOf(root).some(
    ({ key, value }) => key.text === 'apiVersion' && value?.kind === 'scalar' && value.text.startsWith('argoproj.io/'),
  );
}
