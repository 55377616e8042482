import { entriesOf, entryOf, numberOf, scalarOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import { readYaml } from '../../pipeline/reading/read-yaml.ts';
import type { EntrySyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { type Converted, nameOf, runLines } from './convert-makefile.ts';

/** The tasks of jobs of a GitHub workflow, or of stages of a `dvc.yaml`; also of several, and of a whole file. */
export function convertStages(text: string): Converted | undefined {
  const { root, faults } = readYaml(text, () => undefined, { left: 1000 });
  if (root?.kind !== 'map' || faults.length > 0) return undefined;
  const inner = valueUnder(root, 'jobs') ?? valueUnder(root, 'stages') ?? root;
  const jobs = entriesOf(inner).filter(({ value }) => valueUnder(value, 'steps')?.kind === 'list');
  if (jobs.length > 0 && jobs.length === entriesOf(inner).length) {
    return { from: 'a GitHub workflow', lines: jobs.flatMap(jobLines) };
  }
  const stages = entriesOf(inner).filter(
    ({ value }) => entryOf(value, 'cmd') && (entryOf(value, 'deps') || entryOf(value, 'outs')),
  );
  if (stages.length === 0 || stages.length !== entriesOf(inner).length) return undefined;
  return { from: 'a dvc.yaml', lines: stages.flatMap(entry => stageLines(entry, stages)) };
}

function jobLines({ key, value }: EntrySyntax): readonly string[] {
  const needs = scalarsOf(valueUnder(value, 'needs')).map(need => nameOf(need.text));
  const minutes = numberOf(value, 'timeout-minutes');
  const name = scalarOf(value, 'name');
  const axes = entriesOf(valueUnder(valueUnder(value, 'strategy'), 'matrix')).flatMap(entry => axisText(entry));
  const condition = scalarOf(value, 'if');
  return [
    `${nameOf(key.text)}:`,
    ...(name ? [`  description: ${JSON.stringify(name.text)}`] : []),
    ...(needs.length > 0 ? [`  needs: [${needs.join(', ')}]`] : []),
    ...(condition ? [`  # if: ${condition.text}`] : []),
    ...(axes.length > 0 ? [`  matrix: { ${axes.join(', ')} }`] : []),
    ...envLines(valueUnder(value, 'env')),
    ...(minutes === undefined ? [] : [`  timeout: ${minutes}m`]),
    ...(scalarOf(value, 'continue-on-error')?.value === true ? ['  continue_on_error: true'] : []),
    ...runLines(stepsOf(valueUnder(value, 'steps'))),
  ];
}

function stepsOf(steps: ValueSyntax | undefined): readonly string[] {
  const commands = steps?.kind === 'list' ? steps.items.flatMap(stepLines) : [];
  return commands.some(line => line !== '' && !line.startsWith('#')) ? commands : [...commands, 'true'];
}

function stepLines(step: ValueSyntax): readonly string[] {
  const run = scalarOf(step, 'run');
  const name = scalarOf(step, 'name');
  const uses = scalarOf(step, 'uses');
  const title = name ? [`# ${name.text}`] : [];
  if (run) return [...title, ...ourExpressions(run.text).trimEnd().split('\n')];
  return uses ? [...title, `# was: uses ${uses.text}`] : title;
}

function ourExpressions(text: string): string {
  return text
    .replace(/\$\{\{\s*needs\.([\w-]+)\.outputs\./g, '${{ tasks.$1.outputs.')
    .replace(/\$\{\{\s*inputs\./g, '${{ params.')
    .replace(/\$\{\{\s*secrets\.([\w]+)\s*\}\}/g, '$$$1');
}

function axisText({ key, value }: EntrySyntax): readonly string[] {
  const values = scalarsOf(value);
  if (key.text === 'include' || key.text === 'exclude' || value?.kind !== 'list' || values.length === 0) return [];
  return [
    `${key.text}: [${values.map(({ value: item, text }) => (typeof item === 'string' ? JSON.stringify(text) : text)).join(', ')}]`,
  ];
}

function envLines(env: ValueSyntax | undefined): readonly string[] {
  const pairs = entriesOf(env).flatMap(({ key, value }) =>
    value?.kind === 'scalar' ? [`${key.text}: ${JSON.stringify(ourExpressions(value.text))}`] : [],
  );
  return pairs.length > 0 ? [`  env: { ${pairs.join(', ')} }`] : [];
}

/** A stage of DVC waits for the stages whose files it reads: here `needs` says so. */
function stageLines({ key, value }: EntrySyntax, stages: readonly EntrySyntax[]): readonly string[] {
  const reads = filesOf(valueUnder(value, 'deps'));
  const needs = stages.filter(
    other => other.key !== key && filesOf(valueUnder(other.value, 'outs')).some(file => reads.includes(file)),
  );
  const writes = ['outs', 'metrics', 'plots'].flatMap(name => filesOf(valueUnder(value, name)));
  const outputs = writes.map((file, index) => `${outputName(file, index, writes)}: { path: ${JSON.stringify(file)} }`);
  const folder = scalarOf(value, 'wdir');
  const commands = scalarsOf(valueUnder(value, 'cmd')).flatMap(({ text }) => text.trimEnd().split('\n'));
  const about = scalarOf(value, 'desc');
  return [
    `${nameOf(key.text)}:`,
    ...(about ? [`  description: ${JSON.stringify(about.text)}`] : []),
    ...(needs.length > 0 ? [`  needs: [${needs.map(need => nameOf(need.key.text)).join(', ')}]`] : []),
    ...(folder ? [`  working_directory: ${JSON.stringify(folder.text)}`] : []),
    ...runLines(commands),
    ...(reads.length > 0 ? [`  inputs: [${reads.map(file => JSON.stringify(file)).join(', ')}]`] : []),
    ...(outputs.length > 0 ? [`  outputs: { ${outputs.join(', ')} }`] : []),
    '  cache: true',
  ];
}

/** Files stand alone, or as keys of their settings. */
function filesOf(value: ValueSyntax | undefined): readonly string[] {
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(item =>
    item.kind === 'scalar' ? [item.text] : entriesOf(item).map(({ key }) => key.text),
  );
}

function outputName(file: string, index: number, all: readonly string[]): string {
  const stem = (path: string) =>
    (path.split('/').filter(Boolean).at(-1) ?? '').replace(/\.\w+$/, '').replace(/\W/g, '_');
  const name = stem(file);
  const isUnique = all.filter(other => stem(other) === name).length === 1;
  return /^[A-Za-z_]/.test(name) && isUnique ? name : `file_${index + 1}`;
}
