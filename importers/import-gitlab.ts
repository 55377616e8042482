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
import { extendedNames, withExtended } from './gitlab/extends.ts';
import { gitlabVariables, jobScript } from './gitlab/job-script.ts';
import { parallelOf } from './gitlab/parallel.ts';
import { gitlabContainer } from './import-container.ts';
import { type Imported, type ImportedTask, ImportLosses, uniqueNames } from './imported.ts';
import { itemsOf, tellUnread } from './yaml-file.ts';

/** What stands at the top of a `.gitlab-ci.yml` and is no job. */
const notJobs = new Set(
  'stages variables default before_script after_script image services cache include workflow spec'.split(' '),
);
const readKeys =
  'stage script before_script after_script needs dependencies retry allow_failure variables timeout parallel when interruptible image extends'.split(
    ' ',
  );

/** Jobs of GitLab CI: by `needs`, or, without, behind all jobs of the stages before. Nothing for another file. */
export function importGitlab(root: MapSyntax): Imported | undefined {
  const losses = new ImportLosses();
  const all = entriesOf(root)
    .filter(({ key }) => !notJobs.has(key.text) && !key.text.startsWith('.'))
    .map(job => withExtended(job, root, losses));
  const jobs = all.filter(({ value }) => entryOf(value, 'script'));
  if (jobs.length === 0) return undefined;
  tellRest(root, all, losses);
  const reader = new JobReader(jobs, root, losses);
  const tasks = jobs.map(job => reader.task(job));
  const { env } = reader.shared;
  const params = Object.fromEntries(
    jobs.filter(isManual).map(({ key }) => [
      reader.paramOf(key.text),
      {
        type: 'boolean',
        default: false,
        description: `Whether to run ${key.text}, which waits for a person in GitLab.`,
      },
    ]),
  );
  return { from: 'a GitLab CI file', params, env, secrets: [], crons: [], tasks, losses: losses.all() };
}

function tellRest(root: MapSyntax, all: readonly EntrySyntax[], losses: ImportLosses): void {
  const used = extendedNames(root);
  for (const { key } of entriesOf(root)) {
    if (['include', 'workflow', 'services', 'cache'].includes(key.text))
      losses.lost(key, `\`${key.text}\` has no counterpart.`);
    if (key.text.startsWith('.') && !used.has(key.text))
      losses.lost(key, `The template \`${key.text}\` is no job: write what it says into its jobs.`);
  }
  tellUnread(
    valueUnder(root, 'default'),
    ['image', 'before_script', 'after_script', 'retry', 'timeout'],
    'the defaults',
    losses,
  );
  for (const { key, value } of all)
    if (value?.kind === 'map' && !entryOf(value, 'script'))
      losses.lost(key, `The job \`${key.text}\` has no script in this file: it was left out.`);
}

/** Whether a job waits for a person: always, or when one of its rules says so. */
function isManual({ value }: EntrySyntax): boolean {
  const rules = itemsOf(valueUnder(value, 'rules'));
  return [value, ...rules].some(said => scalarOf(said, 'when')?.text === 'manual');
}

class JobReader {
  readonly shared: ReturnType<typeof gitlabVariables>;
  readonly #jobs: readonly EntrySyntax[];
  readonly #root: MapSyntax;
  readonly #losses: ImportLosses;
  readonly #names: ReadonlyMap<string, string>;
  readonly #stages: readonly string[];

  constructor(jobs: readonly EntrySyntax[], root: MapSyntax, losses: ImportLosses) {
    const stages = scalarsOf(valueUnder(root, 'stages')).map(({ text }) => text);
    this.#stages = ['.pre', ...(stages.length > 0 ? stages : ['build', 'test', 'deploy']), '.post'];
    this.#jobs = jobs;
    this.#root = root;
    this.#losses = losses;
    this.#names = uniqueNames(jobs.map(({ key }) => key.text));
    this.shared = gitlabVariables(valueUnder(root, 'variables'), losses);
  }

  /** The param that says whether a job is run which waits for a person. */
  paramOf(job: string): string {
    return `run_${this.#nameOf(job).replace(/\W/g, '_')}`;
  }

  task(job: EntrySyntax): ImportedTask {
    const { key, value } = job;
    tellUnread(value, readKeys, `the job \`${key.text}\``, this.#losses);
    const shared = valueUnder(this.#root, 'default');
    const retry = entryOf(value, 'retry') ? value : shared;
    const timeout = durationText((scalarOf(value, 'timeout') ?? scalarOf(shared, 'timeout'))?.text);
    const { matrix = [], env } = parallelOf(value);
    const variables = gitlabVariables(valueUnder(value, 'variables'), this.#losses);
    return {
      name: this.#nameOf(key.text),
      needs: this.#needs(job),
      ...this.#rule(job),
      matrix,
      shell: 'bash',
      ...gitlabContainer(value, this.#root, this.#losses),
      env: { ...env, ...variables.env },
      retries: numberOf(retry, 'retry') ?? numberOf(valueUnder(retry, 'retry'), 'max') ?? 0,
      ...(timeout === undefined ? {} : { timeout }),
      ...(booleanOf(value, 'allow_failure') || valueUnder(value, 'allow_failure')?.kind === 'map'
        ? { continueOnError: true }
        : {}),
      script: jobScript(job, this.#root, [...this.shared.exports, ...variables.exports], this.#losses),
      inputs: [],
      outputs: {},
    };
  }

  #nameOf(job: string): string {
    return this.#names.get(job) ?? job;
  }

  #needs(job: EntrySyntax): readonly string[] {
    const needs = entryOf(job.value, 'needs');
    if (!needs) return this.#staged(job).map(({ key }) => this.#nameOf(key.text));
    return itemsOf(needs.value).flatMap(item => {
      const found = item.kind === 'scalar' ? item : scalarOf(item, 'job');
      const name = found && this.#names.get(found.text);
      if (name !== undefined) return [name];
      this.#losses.lost(found ?? needs.key, 'It needs a job that is not in this file.');
      return [];
    });
  }

  /** A job of the stage before stands for all before it, when it waits for these; nobody waits for what waits for a person. */
  #staged(job: EntrySyntax): readonly EntrySyntax[] {
    const found: EntrySyntax[] = [];
    for (let stage = this.#stageOf(job) - 1; stage >= 0; stage--) {
      const waitedFor = new Set(found.flatMap(({ value }) => neededBy(value)));
      const before = this.#jobs.filter(other => this.#stageOf(other) === stage && !isManual(other));
      found.unshift(...before.filter(({ key }) => !waitedFor.has(key.text)));
      if (before.some(({ value }) => !entryOf(value, 'needs'))) break;
    }
    return found;
  }

  #stageOf({ value }: EntrySyntax): number {
    return this.#stages.indexOf(scalarOf(value, 'stage')?.text ?? 'test');
  }

  #rule(job: EntrySyntax): Pick<ImportedTask, 'triggerRule' | 'if'> {
    const when = scalarOf(job.value, 'when');
    if (when?.text === 'on_failure') return { triggerRule: 'one_failed' };
    if (when?.text === 'always') return { triggerRule: 'all_done' };
    if (when && !['on_success', 'manual'].includes(when.text))
      this.#losses.lost(when, `\`when: ${when.text}\` has no counterpart: it was left out.`);
    return isManual(job) ? { if: `params.${this.paramOf(job.key.text)}` } : {};
  }
}

/** The jobs that a job says it needs. */
function neededBy(job: ValueSyntax | undefined): readonly string[] {
  return itemsOf(valueUnder(job, 'needs')).flatMap(item => {
    const found = item.kind === 'scalar' ? item : scalarOf(item, 'job');
    return found ? [found.text] : [];
  });
}

/** `1h 30m`, `90 minutes`, `1 hour`. */
function durationText(text: string | undefined): string | undefined {
  const found = [...(text ?? '').matchAll(/(\d+)\s*([dhms])/g)].map(([, number, unit]) => `${number}${unit}`);
  return found.length === 0 ? undefined : found.join('');
}
