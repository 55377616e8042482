import { booleanOf, entriesOf, numberOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { jobScript, secretExports } from './github/job-script.ts';
import { eventsOf, inputsOf, keptOutputs, secretIn, WorkflowWords } from './github/workflow-words.ts';
import { githubContainer } from './import-container.ts';
import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';
import { axisText, combinationsText, itemsOf, tellUnread, variablesOf } from './yaml-file.ts';

const from = 'a GitHub workflow';

/** Jobs with `needs`, `run` steps, matrix and env of a GitHub workflow; nothing for another file. */
export function importGithub(root: MapSyntax): Imported | undefined {
  const jobs = entriesOf(valueUnder(root, 'jobs')).filter(
    ({ value }) => valueUnder(value, 'steps')?.kind === 'list' || valueUnder(value, 'uses'),
  );
  if (jobs.length === 0) return undefined;
  const losses = new ImportLosses();
  const words = new WorkflowWords(root, losses);
  const shared = valueUnder(root, 'env');
  const reader = new JobReader(losses, words, {
    defaults: valueUnder(valueUnder(root, 'defaults'), 'run'),
    exports: secretExports(shared, { words }, undefined),
  });
  const tasks = jobs.map(job => reader.task(job));
  const name = scalarOf(root, 'name')?.text;
  const on = eventsOf(root);
  tellUnread(
    root,
    ['name', 'on', 'true', 'jobs', 'env', 'defaults', 'permissions', 'run-name'],
    'the workflow',
    losses,
  );
  return {
    from,
    ...(name === undefined ? {} : { name }),
    params: paramsOf(on),
    env: reader.variables(shared, undefined),
    secrets: [...words.secrets],
    crons: cronsOf(on, losses),
    tasks,
    losses: losses.all(),
  };
}

function paramsOf(on: ValueSyntax | undefined): Imported['params'] {
  return Object.fromEntries(
    inputsOf(on).map(([name, value]) => {
      const type = { number: 'number', boolean: 'boolean' }[scalarOf(value, 'type')?.text ?? ''] ?? 'string';
      const given = scalarOf(value, 'default');
      const about = scalarOf(value, 'description')?.text;
      const found = given && (type === 'string' ? given.text : given.value);
      const isRight = type === 'string' || typeof found === type;
      return [
        name,
        {
          type,
          ...(found === undefined || found === null || !isRight ? {} : { default: found }),
          ...(about === undefined ? {} : { description: about }),
        },
      ];
    }),
  );
}

function cronsOf(on: ValueSyntax | undefined, losses: ImportLosses): Imported['crons'] {
  for (const { key } of entriesOf(on)) {
    if (!['schedule', 'workflow_dispatch', 'workflow_call'].includes(key.text))
      losses.lost(key, `No pipeline starts on \`${key.text}\`.`);
  }
  for (const event of scalarsOf(on)) {
    if (event.text !== 'workflow_dispatch') losses.lost(event, `No pipeline starts on \`${event.text}\`.`);
  }
  return itemsOf(valueUnder(on, 'schedule')).flatMap(item => {
    const cron = scalarOf(item, 'cron')?.text;
    return cron === undefined ? [] : [{ cron, timezone: scalarOf(item, 'timezone')?.text ?? 'UTC' }];
  });
}

const readKeys = [
  'name',
  'needs',
  'if',
  'strategy',
  'env',
  'timeout-minutes',
  'continue-on-error',
  'steps',
  'defaults',
  'outputs',
  'runs-on',
  'container',
];

class JobReader {
  readonly #losses: ImportLosses;
  readonly #words: WorkflowWords;
  readonly #shared: { readonly defaults: ValueSyntax | undefined; readonly exports: readonly string[] };

  constructor(
    losses: ImportLosses,
    words: WorkflowWords,
    shared: { readonly defaults: ValueSyntax | undefined; readonly exports: readonly string[] },
  ) {
    this.#losses = losses;
    this.#words = words;
    this.#shared = shared;
  }

  task(job: EntrySyntax): ImportedTask {
    const { key, value } = job;
    tellUnread(value, readKeys, `the job \`${key.text}\``, this.#losses);
    this.#tellValues(value);
    const description = scalarOf(value, 'name');
    const defaults = valueUnder(valueUnder(value, 'defaults'), 'run') ?? this.#shared.defaults;
    const [only, ...others] = itemsOf(valueUnder(value, 'steps')).filter(step => scalarOf(step, 'run'));
    const minutes =
      numberOf(value, 'timeout-minutes') ?? (others.length === 0 ? numberOf(only, 'timeout-minutes') : undefined);
    const text = (found: string, at: ScalarSyntax) => this.#words.text(found, at, value);
    const { env, ...script } = jobScript(job, {
      words: this.#words,
      losses: this.#losses,
      defaults,
      exports: this.#shared.exports,
    });
    return {
      name: taskName(key.text),
      ...(description ? { description: description.text.replace(/\$\{\{.*?\}\}/g, '…') } : {}),
      needs: scalarsOf(valueUnder(value, 'needs')).map(need => taskName(need.text)),
      ...this.#condition(value),
      matrix: this.#matrix(valueUnder(valueUnder(value, 'strategy'), 'matrix')),
      env: { ...this.variables(valueUnder(value, 'env'), value), ...env },
      ...githubContainer(value, text, this.#losses),
      ...(minutes === undefined ? {} : { timeout: `${Math.max(1, Math.round(minutes))}m` }),
      ...(booleanOf(value, 'continue-on-error') ? { continueOnError: true } : {}),
      ...script,
      inputs: [],
      outputs: this.#outputs(value),
    };
  }

  /** The variables of an `env`; those that hold secrets are set in the script. */
  variables(env: ValueSyntax | undefined, job: ValueSyntax | undefined): Readonly<Record<string, string>> {
    const isSecret = (value: ValueSyntax | undefined) =>
      value?.kind === 'scalar' && (secretIn(value.text) !== undefined || /\$\{\{\s*secrets\./.test(value.text));
    const plain = env?.kind === 'map' ? { ...env, entries: env.entries.filter(({ value }) => !isSecret(value)) } : env;
    return variablesOf(plain, (text, at) => this.#words.text(text, at, job), this.#losses);
  }

  /** Values of settings that are not the plain ones. */
  #tellValues(job: ValueSyntax | undefined): void {
    const runner = scalarOf(job, 'runs-on');
    if (runner && !/^ubuntu-|^self-hosted$|^linux$/i.test(runner.text))
      this.#losses.lost(runner, `It ran on \`${runner.text}\`; here it runs on this machine.`);
    for (const name of ['timeout-minutes', 'continue-on-error']) {
      const found = scalarOf(job, name);
      if (found?.text.includes('${{'))
        this.#losses.lost(found, `\`${name}\` is worked out while it runs: write its value.`);
    }
    const strategy = valueUnder(job, 'strategy');
    for (const { key, value } of entriesOf(strategy)) {
      const isOff = value?.kind === 'scalar' && value.value === false;
      if (key.text === 'max-parallel' || (key.text === 'fail-fast' && !isOff))
        this.#losses.lost(key, `\`${key.text}\` of a matrix has no counterpart.`);
    }
  }

  #outputs(job: ValueSyntax | undefined): ImportedTask['outputs'] {
    const kept = keptOutputs(job);
    for (const { key } of entriesOf(valueUnder(job, 'outputs')))
      if (!kept.includes(key.text))
        this.#losses.lost(
          key,
          `The output \`${key.text}\` is not written by a script under that name: write ${key.text}=value to PIPELINE_OUTPUT, and declare it.`,
        );
    return Object.fromEntries(kept.map(name => [name, 'string']));
  }

  #condition(job: ValueSyntax | undefined): Pick<ImportedTask, 'if' | 'triggerRule'> {
    const found = scalarOf(job, 'if');
    if (!found) return {};
    const text = found.text.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
    const [, rule, rest] = /^(always\(\)|!\s*cancelled\(\)|failure\(\)|success\(\))(?:\s*&&\s*(.+))?$/s.exec(text) ?? [
      undefined,
      undefined,
      text,
    ];
    const triggerRule =
      rule === undefined || rule === 'success()'
        ? {}
        : { triggerRule: rule === 'failure()' ? 'one_failed' : 'all_done' };
    const ours = rest === undefined || rest === '' ? undefined : this.#words.expression(rest, job);
    if (rest && ours === undefined)
      this.#losses.lost(found, `The condition \`${rest}\` reads what only GitHub knows: it was left out.`);
    return { ...triggerRule, ...(ours === undefined ? {} : { if: ours.trim() }) };
  }

  #matrix(matrix: ValueSyntax | undefined): readonly string[] {
    if (matrix?.kind === 'scalar') this.#losses.lost(matrix, 'A matrix that is worked out while it runs: use foreach.');
    return entriesOf(matrix).flatMap(entry => {
      const { key, value } = entry;
      const text =
        key.text === 'include' || key.text === 'exclude' ? combinationsText(key.text, value) : axisText(entry);
      if (text === undefined)
        this.#losses.lost(key, `\`${key.text}\` of the matrix has values that are no plain ones.`);
      return text === undefined ? [] : [text];
    });
  }
}
