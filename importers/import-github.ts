import {
  booleanOf,
  entriesOf,
  entryOf,
  numberOf,
  scalarOf,
  scalarsOf,
  valueUnder,
} from '../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
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
  const secrets = new Set<string>();
  const reader = new JobReader(losses, secrets, valueUnder(valueUnder(root, 'defaults'), 'run'));
  const tasks = jobs.map(job => reader.task(job));
  const name = scalarOf(root, 'name')?.text;
  const on = entryOf(root, 'on')?.value ?? entryOf(root, 'true')?.value;
  tellUnread(
    root,
    ['name', 'on', 'true', 'jobs', 'env', 'defaults', 'permissions', 'run-name'],
    'the workflow',
    losses,
  );
  const env = variablesOf(valueUnder(root, 'env'), reader.text, losses);
  return {
    from,
    ...(name === undefined ? {} : { name }),
    params: paramsOf(on),
    env,
    secrets: [...secrets],
    crons: cronsOf(on, losses),
    tasks,
    losses: losses.all(),
  };
}

function paramsOf(on: ValueSyntax | undefined): Imported['params'] {
  const inputs = entriesOf(valueUnder(valueUnder(on, 'workflow_dispatch'), 'inputs'));
  return Object.fromEntries(
    inputs.map(({ key, value }) => {
      const type = { number: 'number', boolean: 'boolean' }[scalarOf(value, 'type')?.text ?? ''] ?? 'string';
      const given = scalarOf(value, 'default');
      const about = scalarOf(value, 'description')?.text;
      const found = given && (type === 'string' ? given.text : given.value);
      return [
        key.text,
        {
          type,
          ...(found === undefined || found === null ? {} : { default: found }),
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
    return cron === undefined ? [] : [{ cron, timezone: 'UTC' }];
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
  readonly #secrets: Set<string>;
  readonly #defaults: ValueSyntax | undefined;

  constructor(losses: ImportLosses, secrets: Set<string>, defaults: ValueSyntax | undefined) {
    this.#losses = losses;
    this.#secrets = secrets;
    this.#defaults = defaults;
  }

  task({ key, value }: EntrySyntax): ImportedTask {
    tellUnread(value, readKeys, `the job \`${key.text}\``, this.#losses);
    const description = scalarOf(value, 'name');
    const defaults = valueUnder(valueUnder(value, 'defaults'), 'run') ?? this.#defaults;
    const steps = itemsOf(valueUnder(value, 'steps'));
    const [only, ...others] = steps.filter(step => scalarOf(step, 'run'));
    const minutes =
      numberOf(value, 'timeout-minutes') ?? (others.length === 0 ? numberOf(only, 'timeout-minutes') : undefined);
    const folders = new Set(
      steps
        .map(step => scalarOf(step, 'working-directory')?.text ?? scalarOf(defaults, 'working-directory')?.text)
        .filter(folder => folder !== undefined),
    );
    const [folder] = folders;
    const shell =
      steps.map(step => scalarOf(step, 'shell')).find(found => found !== undefined)?.text ??
      scalarOf(defaults, 'shell')?.text ??
      'bash';
    return {
      name: taskName(key.text),
      ...(description ? { description: description.text.replace(/\$\{\{.*?\}\}/g, '…') } : {}),
      needs: scalarsOf(valueUnder(value, 'needs')).map(need => taskName(need.text)),
      ...this.#condition(value),
      matrix: this.#matrix(valueUnder(valueUnder(value, 'strategy'), 'matrix')),
      shell: ['bash', 'sh', 'python', 'pwsh', 'cmd'].includes(shell) || shell.includes('{0}') ? shell : 'bash',
      env: variablesOf(valueUnder(value, 'env'), this.text, this.#losses),
      ...githubContainer(value, this.text, this.#losses),
      ...(folders.size === 1 && folder !== undefined ? { workingDirectory: this.#plain(folder, steps[0]) } : {}),
      ...(minutes === undefined ? {} : { timeout: `${Math.max(1, Math.round(minutes))}m` }),
      ...(booleanOf(value, 'continue-on-error') ? { continueOnError: true } : {}),
      script: this.#script(steps, key, folders.size > 1),
      inputs: [],
      outputs: Object.fromEntries(entriesOf(valueUnder(value, 'outputs')).map(output => [output.key.text, 'string'])),
    };
  }

  /** The expressions of a text as a pipeline says them; what only GitHub knows is left as a text, and lost. */
  readonly text = (text: string, at: ScalarSyntax): string =>
    text.replace(/\$\{\{(.*?)\}\}/gs, (whole, inner: string) => {
      const secret = /^\s*secrets\.(\w+)\s*$/.exec(inner)?.[1];
      if (secret !== undefined) {
        this.#secrets.add(secret);
        return `$${secret}`;
      }
      const ours = this.#expression(inner);
      if (ours !== undefined) return `\${{${ours}}}`;
      this.#losses.lost(at, `\`${whole}\` is known to GitHub only: it was left out.`);
      return '';
    });

  #expression(text: string): string | undefined {
    const ours = text
      .replace(/\bneeds\.([\w-]+)\.outputs\./g, (_, job: string) => `tasks.${taskName(job)}.outputs.`)
      .replace(/\b(?:github\.event\.)?inputs\./g, 'params.');
    return /\b(?:github|runner|steps|job|strategy|vars|secrets|needs|success|failure|always|cancelled|hashFiles)\b/.test(
      ours.replace(/'[^']*'/g, ''),
    )
      ? undefined
      : ours;
  }

  #condition(job: ValueSyntax | undefined): Pick<ImportedTask, 'if' | 'triggerRule'> {
    const found = scalarOf(job, 'if');
    if (!found) return {};
    const text = found.text.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
    const [, rule, rest] = /^(always\(\)|!cancelled\(\)|failure\(\)|success\(\))(?:\s*&&\s*(.+))?$/s.exec(text) ?? [
      undefined,
      undefined,
      text,
    ];
    const triggerRule =
      rule === undefined || rule === 'success()'
        ? {}
        : { triggerRule: rule === 'failure()' ? 'one_failed' : 'all_done' };
    const ours = rest === undefined || rest === '' ? undefined : this.#expression(rest);
    if (rest && ours === undefined)
      this.#losses.lost(found, `The condition \`${rest}\` reads what only GitHub knows: it was left out.`);
    return { ...triggerRule, ...(ours === undefined ? {} : { if: ours }) };
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

  #script(steps: readonly ValueSyntax[], job: ScalarSyntax, changesFolder: boolean): readonly string[] {
    const isOnly = steps.filter(step => scalarOf(step, 'run')).length === 1;
    const lines = steps.flatMap(step => this.#step(step, changesFolder, isOnly));
    const isEmpty = lines.every(line => line === '' || line.startsWith('#'));
    if (isEmpty) this.#losses.lost(job, `The job \`${job.text}\` has no step with \`run\`: it does nothing here.`);
    return isEmpty ? [...lines, 'true'] : lines;
  }

  #step(step: ValueSyntax, changesFolder: boolean, isOnly: boolean): readonly string[] {
    const [run, name, uses, folder] = ['run', 'name', 'uses', 'working-directory'].map(key => scalarOf(step, key));
    const title = name ? [`# ${name.text.replace(/\s+/g, ' ').replace(/\$\{\{.*?\}\}/g, '…')}`] : [];
    for (const { key, value } of entriesOf(step)) {
      const isTimeout = key.text === 'timeout-minutes' && !(isOnly && run);
      if (key.text === 'if' || key.text === 'continue-on-error' || isTimeout)
        this.#losses.lost(key, `\`${key.text}\` of a step: a task is one script.`);
      if (key.text === 'env')
        for (const entry of entriesOf(value))
          this.#losses.lost(entry.key, `The variable \`${entry.key.text}\` of a step is set within the script.`);
    }
    if (uses) {
      if (!/^actions\/checkout@/.test(uses.text))
        this.#losses.lost(uses, `The step uses the action ${uses.text}, which only GitHub has.`);
      return [...title, `# was: uses ${uses.text}`];
    }
    if (!run) return title;
    const env = Object.entries(variablesOf(valueUnder(step, 'env'), this.text, this.#losses)).map(
      ([key, value]) => `export ${key}=${value.startsWith('$') ? `"${value}"` : `'${value.replaceAll("'", "'\\''")}'`}`,
    );
    const enter = changesFolder && folder ? [`cd ${folder.text}`] : [];
    return [
      ...title,
      ...enter,
      ...env,
      ...this.text(run.text, run).replaceAll('GITHUB_OUTPUT', 'PIPELINE_OUTPUT').trimEnd().split('\n'),
    ];
  }

  #plain(text: string, at: ValueSyntax | undefined): string {
    return at ? this.text(text, { kind: 'scalar', range: at.range, value: text, text, style: 'plain' }) : text;
  }
}
