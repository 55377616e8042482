import { entriesOf, entryOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';
import { axisName, axisText, itemsOf, tellUnread } from './yaml-file.ts';

/** The stages of a `dvc.yaml`; one that reads what another writes needs it. Nothing for another file. */
export function importDvc(root: MapSyntax): Imported | undefined {
  const stages = entriesOf(valueUnder(root, 'stages')).map(stageOf);
  if (stages.length === 0 || !stages.every(({ body }) => entryOf(body, 'cmd'))) return undefined;
  const losses = new ImportLosses();
  tellUnread(root, ['stages'], 'the file', losses);
  const writers = new Map(
    stages.flatMap(stage => writtenBy(stage.body).map(file => [file, taskName(stage.key.text)] as const)),
  );
  const tasks = stages.map(stage => stageTask(stage, writers, losses));
  return { from: 'a dvc.yaml', params: {}, env: {}, secrets: [], crons: [], tasks, losses: losses.all() };
}

/** `foreach` keeps what is done below `do`. */
interface Stage {
  readonly key: ScalarSyntax;
  readonly body: ValueSyntax | undefined;
  readonly over: EntrySyntax | undefined;
}

function stageOf({ key, value }: EntrySyntax): Stage {
  const body = valueUnder(value, 'do');
  return body ? { key, body, over: entryOf(value, 'foreach') } : { key, body: value, over: entryOf(value, 'matrix') };
}

function stageTask(
  { key, body, over }: Stage,
  writers: ReadonlyMap<string, string>,
  losses: ImportLosses,
): ImportedTask {
  tellUnread(
    body,
    ['cmd', 'deps', 'outs', 'metrics', 'plots', 'params', 'wdir', 'desc', 'matrix'],
    `the stage \`${key.text}\``,
    losses,
  );
  const name = taskName(key.text);
  const text = (found: string) => itemsAsOurs(found, key, losses);
  const reads = filesOf(valueUnder(body, 'deps'));
  const writes = writtenBy(body);
  const needs = new Set(reads.map(file => writers.get(file)).filter(writer => writer !== undefined && writer !== name));
  const folder = scalarOf(body, 'wdir')?.text;
  const about = scalarOf(body, 'desc')?.text;
  return {
    name,
    ...(about === undefined ? {} : { description: about }),
    needs: [...needs].filter(need => need !== undefined),
    matrix: matrixOf(over, losses),
    ...(folder === undefined ? {} : { workingDirectory: folder }),
    env: {},
    script: scalarsOf(valueUnder(body, 'cmd')).flatMap(command => text(command.text).trimEnd().split('\n')),
    inputs: [...reads.map(text), ...paramFiles(valueUnder(body, 'params'))].map(file => inFolder(folder, file)),
    outputs: Object.fromEntries(
      writes.map((file, place) => [outputName(file, place, writes), { path: inFolder(folder, text(file)) }]),
    ),
    cache: true,
  };
}

/** Of `foreach`, a list of values, the keys of a map; of `matrix`, its axes. */
function matrixOf(over: EntrySyntax | undefined, losses: ImportLosses): readonly string[] {
  const { key, value } = over ?? {};
  if (!key) return [];
  const axes =
    key.text === 'foreach'
      ? [value?.kind === 'list' ? axisText({ key: { ...key, text: 'item' }, value }) : undefined]
      : entriesOf(value).map(axisText);
  if (axes.some(axis => axis === undefined))
    losses.lost(key, `\`${key.text}\` goes through values that are no plain list: write them out.`);
  return axes.filter(axis => axis !== undefined);
}

function itemsAsOurs(text: string, at: ScalarSyntax, losses: ImportLosses): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    const [name, ...steps] = inner.trim().split('.');
    if (name === 'item' && steps.length === 0) return '${{ matrix.item }}';
    if (name === 'item') return `\${{ matrix.${axisName(steps.join('_'))} }}`;
    losses.lost(at, `\`${whole}\` comes from params.yaml or vars: write its value, or make a param of it.`);
    return whole.replace('${', '$ {');
  });
}

function writtenBy(body: ValueSyntax | undefined): readonly string[] {
  return [...new Set(['outs', 'metrics', 'plots'].flatMap(name => filesOf(valueUnder(body, name))))];
}

/** Files stand alone, or as keys of their settings. */
function filesOf(value: ValueSyntax | undefined): readonly string[] {
  return itemsOf(value).flatMap(item =>
    item.kind === 'scalar' ? [item.text] : entriesOf(item).map(({ key }) => key.text),
  );
}

/** Names of values stand in `params.yaml`, unless a file is named. */
function paramFiles(value: ValueSyntax | undefined): readonly string[] {
  return [
    ...new Set(
      itemsOf(value).flatMap(item =>
        item.kind === 'scalar' ? ['params.yaml'] : entriesOf(item).map(({ key }) => key.text),
      ),
    ),
  ];
}

function inFolder(folder: string | undefined, file: string): string {
  return folder === undefined || folder === '.' ? file : `${folder.replace(/\/$/, '')}/${file}`;
}

function outputName(file: string, index: number, all: readonly string[]): string {
  const stem = (path: string) =>
    (path.split('/').filter(Boolean).at(-1) ?? '')
      .replace(/\.\w+$/, '')
      .replace(/\$\{.*?\}/g, '')
      .replace(/\W/g, '_')
      .replace(/^_+|_+$/g, '');
  const name = stem(file);
  const isUnique = all.filter(other => stem(other) === name).length === 1;
  return /^[A-Za-z_]/.test(name) && isUnique ? name : `file_${index + 1}`;
}
