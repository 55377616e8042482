import {
  booleanOf,
  entriesOf,
  entryOf,
  numberOf,
  scalarOf,
  scalarsOf,
  valueUnder,
} from '../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { extendedNames, withExtended } from './gitlab-extends.ts';
import { gitlabContainer } from './import-container.ts';
import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';
import { combinationsText, itemsOf, tellUnread, variablesOf } from './yaml-file.ts';

/** What stands at the top of a `.gitlab-ci.yml` and is no job. */
const notJobs = [
  'stages',
  'variables',
  'default',
  'before_script',
  'after_script',
  'image',
  'services',
  'cache',
  'include',
  'workflow',
  'pages',
];
const readKeys = [
  'stage',
  'script',
  'before_script',
  'after_script',
  'needs',
  'dependencies',
  'retry',
  'allow_failure',
  'variables',
  'timeout',
  'parallel',
  'when',
  'interruptible',
  'image',
  'extends',
];

/** Jobs of GitLab CI: by `needs`, or, without, behind all jobs of the stages before. Nothing for another file. */
export function importGitlab(root: MapSyntax): Imported | undefined {
  const losses = new ImportLosses();
  const jobs = entriesOf(root)
    .filter(({ key }) => !notJobs.includes(key.text) && !key.text.startsWith('.'))
    .map(job => withExtended(job, root, losses))
    .filter(({ value }) => entryOf(value, 'script'));
  if (jobs.length === 0) return undefined;
  const used = extendedNames(root);
  for (const { key } of entriesOf(root)) {
    if (['include', 'workflow', 'services', 'cache'].includes(key.text))
      losses.lost(key, `\`${key.text}\` has no counterpart.`);
    if (key.text.startsWith('.') && !used.has(key.text))
      losses.lost(key, `The template \`${key.text}\` is no job: write what it says into its jobs.`);
  }
  const stages = scalarsOf(valueUnder(root, 'stages')).map(({ text }) => text);
  const order = stages.length > 0 ? ['.pre', ...stages, '.post'] : ['.pre', 'build', 'test', 'deploy', '.post'];
  const stageOf = (job: EntrySyntax) => order.indexOf(scalarOf(job.value, 'stage')?.text ?? 'test');
  const names = new Set(jobs.map(({ key }) => key.text));
  const tasks = jobs.map(job => {
    const before = jobs.map(stageOf).filter(stage => stage < stageOf(job));
    const last = Math.max(...before);
    const staged = before.length === 0 ? [] : jobs.filter(other => stageOf(other) === last).map(({ key }) => key.text);
    return jobTask(job, root, staged, names, losses);
  });
  const env = variablesOf(valueUnder(root, 'variables'), text => text, losses);
  return { from: 'a GitLab CI file', params: {}, env, secrets: [], crons: [], tasks, losses: losses.all() };
}

function jobTask(
  { key, value }: EntrySyntax,
  root: MapSyntax,
  staged: readonly string[],
  names: ReadonlySet<string>,
  losses: ImportLosses,
): ImportedTask {
  tellUnread(value, readKeys, `the job \`${key.text}\``, losses);
  const shared = valueUnder(root, 'default');
  const script = (name: string) =>
    scriptOf(valueUnder(value, name) ?? valueUnder(shared, name) ?? valueUnder(root, name));
  const matrix = combinationsOfAxes(valueUnder(valueUnder(value, 'parallel'), 'matrix'));
  const axes = entriesOf(itemsOf(valueUnder(valueUnder(value, 'parallel'), 'matrix'))[0]).map(axis => axis.key.text);
  const timeout = durationText(scalarOf(value, 'timeout')?.text);
  return {
    name: taskName(key.text),
    needs: needsOf(value, staged, names, losses),
    ...ruleOf(value, losses),
    matrix,
    shell: 'bash',
    ...gitlabContainer(value, root, losses),
    env: {
      ...Object.fromEntries(axes.map(axis => [axis, `\${{ matrix.${axis} }}`])),
      ...variablesOf(valueUnder(value, 'variables'), text => text, losses),
    },
    retries: numberOf(value, 'retry') ?? numberOf(valueUnder(value, 'retry'), 'max') ?? 0,
    ...(timeout === undefined ? {} : { timeout }),
    ...(booleanOf(value, 'allow_failure') || valueUnder(value, 'allow_failure')?.kind === 'map'
      ? { continueOnError: true }
      : {}),
    script: [...script('before_script'), ...script('script'), ...script('after_script')],
    inputs: [],
    outputs: {},
  };
}

function scriptOf(value: ValueSyntax | undefined): readonly string[] {
  return itemsOf(value).flatMap(item => (item.kind === 'scalar' ? item.text.trimEnd().split('\n') : scriptOf(item)));
}

function needsOf(
  job: ValueSyntax | undefined,
  staged: readonly string[],
  names: ReadonlySet<string>,
  losses: ImportLosses,
): readonly string[] {
  const needs = entryOf(job, 'needs');
  if (!needs) return staged.map(taskName);
  return itemsOf(needs.value).flatMap(item => {
    const found = item.kind === 'scalar' ? item : scalarOf(item, 'job');
    if (found && names.has(found.text)) return [taskName(found.text)];
    losses.lost(found ?? needs.key, 'It needs a job that is not in this file.');
    return [];
  });
}

function ruleOf(job: ValueSyntax | undefined, losses: ImportLosses): Pick<ImportedTask, 'triggerRule'> {
  const when = scalarOf(job, 'when');
  if (when?.text === 'on_failure') return { triggerRule: 'one_failed' };
  if (when?.text === 'always') return { triggerRule: 'all_done' };
  if (when && when.text !== 'on_success')
    losses.lost(when, `Nothing waits for a person: \`when: ${when.text}\` was left out.`);
  return {};
}

/** Each item of GitLab's matrix crosses its own lists; one item is a matrix, several stand in `include`. */
function combinationsOfAxes(matrix: ValueSyntax | undefined): readonly string[] {
  const items = itemsOf(matrix);
  const [only] = items;
  if (items.length === 1 && only) {
    return entriesOf(only).map(
      ({ key, value }) =>
        `${key.text}: [${scalarsOf(value)
          .map(({ text }) => JSON.stringify(text))
          .join(', ')}]`,
    );
  }
  const text = combinationsText('include', matrix);
  return text === undefined ? [] : [text];
}

/** `1h 30m`, `90 minutes`, `1 hour`. */
function durationText(text: string | undefined): string | undefined {
  const found = [...(text ?? '').matchAll(/(\d+)\s*([dhms])/g)].map(([, number, unit]) => `${number}${unit}`);
  return found.length === 0 ? undefined : found.join('');
}
