import { entriesOf, entryOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { plainPath, type WrittenFile, writersOf } from './dvc/stage-files.ts';
import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';
import { axisName, axisText, combinationsText, itemsOf, tellUnread } from './yaml-file.ts';

/** The stages of a `dvc.yaml`; one that reads what another writes needs it. Nothing for another file. */
export function importDvc(root: MapSyntax): Imported | undefined {
  const stages = entriesOf(valueUnder(root, 'stages')).map(stageOf);
  if (stages.length === 0 || !stages.every(({ body }) => entryOf(body, 'cmd'))) return undefined;
  const losses = new ImportLosses();
  tellUnread(root, ['stages'], 'the file', losses);
  const written = stages.flatMap(({ key, body }) =>
    writtenBy(body).map(file => ({
      stage: taskName(key.text),
      path: plainPath(scalarOf(body, 'wdir')?.text, file),
    })),
  );
  const tasks = stages.map(stage => stageTask(stage, written, losses));
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

function stageTask({ key, body, over }: Stage, written: readonly WrittenFile[], losses: ImportLosses): ImportedTask {
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
  const folder = scalarOf(body, 'wdir')?.text;
  const about = scalarOf(body, 'desc')?.text;
  const needs = new Set(reads.flatMap(file => writersOf(plainPath(folder, file), written)));
  needs.delete(name);
  return {
    name,
    ...(about === undefined ? {} : { description: about }),
    needs: [...needs],
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

/** Of `foreach`, a list of values or of maps, or a map with its keys; of `matrix`, its axes. */
function matrixOf(over: EntrySyntax | undefined, losses: ImportLosses): readonly string[] {
  const { key, value } = over ?? {};
  if (!key) return [];
  const axes = key.text === 'foreach' ? [foreachText(key, value)] : entriesOf(value).map(axisText);
  if (axes.some(axis => axis === undefined))
    losses.lost(key, `\`${key.text}\` goes through values that are no plain list: write them out.`);
  return axes.filter(axis => axis !== undefined);
}

function foreachText(key: ScalarSyntax, value: ValueSyntax | undefined): string | undefined {
  if (value?.kind === 'list')
    return axisText({ key: { ...key, text: 'item' }, value }) ?? combinationsText('include', value);
  if (value?.kind !== 'map') return undefined;
  const items = value.entries.map(({ key: name, value: inner }): ValueSyntax => {
    const own = { key: { ...name, text: 'key' }, value: name };
    return inner?.kind === 'map' ? { ...inner, entries: [own, ...inner.entries] } : name;
  });
  return combinationsText('include', { ...value, kind: 'list', items });
}

function itemsAsOurs(text: string, at: ScalarSyntax, losses: ImportLosses): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    const [name, ...steps] = inner.trim().split('.');
    if ((name === 'item' || name === 'key') && steps.length === 0) return `\${{ matrix.${name} }}`;
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
