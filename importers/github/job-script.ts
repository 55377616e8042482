import { booleanOf, entriesOf, entryOf, scalarOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportedTask, ImportLosses } from '../imported.ts';
import { itemsOf } from '../yaml-file.ts';
import { secretIn, type WorkflowWords } from './workflow-words.ts';

/** What writing the script of a job needs to know. */
export interface ScriptWriting {
  readonly words: WorkflowWords;
  readonly losses: ImportLosses;
  /** What the steps of the job have when they do not say it. */
  readonly defaults: ValueSyntax | undefined;
  /** Variables, written as a shell sets them, that all jobs have. */
  readonly exports: readonly string[];
}

/** The `run` steps of a job as one script, each in a shell of its own where that makes a difference. */
export function jobScript(
  { key, value: job }: EntrySyntax,
  writing: ScriptWriting,
): Pick<ImportedTask, 'script' | 'shell' | 'workingDirectory' | 'env'> {
  const steps = itemsOf(valueUnder(job, 'steps'));
  const runs = steps.filter(step => scalarOf(step, 'run'));
  const shells = new Set(runs.map(step => shellOf(step, writing)));
  const [shell = defaultShell] = shells;
  const isShell = isPosix(shell);
  if (shells.size > 1) tellShells(runs, shell, writing);
  const folders = new Set(runs.map(step => folderOf(step, writing)?.text));
  const [first] = runs;
  const folder = folders.size === 1 && first ? folderOf(first, writing) : undefined;
  const exports = [...writing.exports, ...secretExports(valueUnder(job, 'env'), writing, job)];
  const env = new Map<string, string>();
  const lines = steps.flatMap(step =>
    new StepWriting(step, job, env, writing).lines(isShell, runs.length > 1, folders.size > 1),
  );
  const all = [...(isShell ? exports : []), ...lines];
  const isEmpty = lines.every(line => line === '' || line.startsWith('#'));
  if (isEmpty) writing.losses.lost(key, `The job \`${key.text}\` has no step with \`run\`: it does nothing here.`);
  return {
    shell,
    env: Object.fromEntries(env),
    script: isEmpty ? [...all, isShell ? 'true' : ''] : all,
    ...(folder ? { workingDirectory: writing.words.text(folder.text, folder, job) } : {}),
  };
}

/** The variables of an `env` that hold secrets, which a pipeline has in the environment of its tasks: as lines of a shell. */
export function secretExports(
  env: ValueSyntax | undefined,
  { words }: Pick<ScriptWriting, 'words'>,
  job: ValueSyntax | undefined,
): readonly string[] {
  return entriesOf(env).flatMap(({ key, value }) => {
    if (value?.kind !== 'scalar' || !/\$\{\{\s*secrets\./.test(value.text)) return [];
    const text = words.text(value.text, value, job, true);
    return secretIn(value.text) === key.text ? [] : [`export ${key.text}="${text.replace(/["`\\]/g, '\\$&')}"`];
  });
}

/** GitHub stops at a command that fails; only a shell that is asked for looks into pipes, too. */
const defaultShell = 'bash -e {0}';

function shellOf(step: ValueSyntax, { defaults }: ScriptWriting): string {
  const said = (scalarOf(step, 'shell') ?? scalarOf(defaults, 'shell'))?.text;
  return said === undefined || /\$\{\{/.test(said) ? defaultShell : said;
}

function isPosix(shell: string): boolean {
  return /^(?:\S*\/)?(?:ba|da|z)?sh\b/.test(shell);
}

function tellShells(runs: readonly ValueSyntax[], shell: string, writing: ScriptWriting): void {
  for (const step of runs) {
    const said = scalarOf(step, 'shell');
    const run = scalarOf(step, 'run');
    if (shellOf(step, writing) !== shell && run)
      writing.losses.lost(
        said ?? run,
        `A task has one shell, which is \`${shell}\`: make a task of its own of this step.`,
      );
  }
}

function folderOf(step: ValueSyntax, { defaults }: ScriptWriting): ScalarSyntax | undefined {
  return scalarOf(step, 'working-directory') ?? scalarOf(defaults, 'working-directory');
}

class StepWriting {
  readonly #step: ValueSyntax;
  readonly #job: ValueSyntax | undefined;
  /** Variables of the task for those of its steps whose values are worked out. */
  readonly #env: Map<string, string>;
  readonly #writing: ScriptWriting;

  constructor(step: ValueSyntax, job: ValueSyntax | undefined, env: Map<string, string>, writing: ScriptWriting) {
    this.#step = step;
    this.#job = job;
    this.#env = env;
    this.#writing = writing;
  }

  lines(isShell: boolean, isOneOfMany: boolean, hasFolders: boolean): readonly string[] {
    const { losses } = this.#writing;
    const [run, name, uses] = ['run', 'name', 'uses'].map(key => scalarOf(this.#step, key));
    const title = name ? [`# ${name.text.replace(/\s+/g, ' ').replace(/\$\{\{.*?\}\}/g, '…')}`] : [];
    this.#tellKeys(isShell, isOneOfMany);
    if (uses) {
      if (!/^actions\/checkout@/.test(uses.text))
        losses.lost(uses, `The step uses the action ${uses.text}, which only GitHub has.`);
      return [...title, `# was: uses ${uses.text}`];
    }
    if (!run) return title;
    if (this.#isForFailures())
      return [...title, '# only after a failure:', ...run.text.trimEnd().split('\n').map(commented)];
    const text = this.#said(run, isShell).replaceAll('GITHUB_OUTPUT', 'PIPELINE_OUTPUT').trimEnd();
    this.#tellVariables(run);
    if (!isShell) return [...title, ...text.split('\n')];
    return [...title, ...this.#inShell(text, isOneOfMany, hasFolders)];
  }

  #inShell(text: string, isOneOfMany: boolean, hasFolders: boolean): readonly string[] {
    const folder = hasFolders ? folderOf(this.#step, this.#writing) : undefined;
    const inner = [...(folder ? [`cd "${this.#said(folder, true)}"`] : []), ...this.#variables(), ...text.split('\n')];
    const mayFail = booleanOf(this.#step, 'continue-on-error') === true;
    const needsOwn = mayFail || (isOneOfMany && (inner.length > text.split('\n').length || keeps.test(text)));
    return needsOwn ? ['(', ...inner, mayFail ? ') || true' : ')'] : inner;
  }

  #variables(): readonly string[] {
    const env = valueUnder(this.#step, 'env');
    const plain = entriesOf(env).flatMap(({ key, value }) => {
      if (value?.kind !== 'scalar' || !/^[A-Za-z_]\w*$/.test(key.text)) {
        this.#writing.losses.lost(
          key,
          `The variable \`${key.text}\` is no plain text, or has no name that a shell knows.`,
        );
        return [];
      }
      if (/\$\{\{\s*secrets\./.test(value.text)) return [];
      return this.#variable(key.text, this.#said(value, false));
    });
    return [...plain, ...secretExports(env, this.#writing, this.#job)];
  }

  /** A value that is worked out is a variable of the task, so that no shell reads it; under another name where the task has one of that name. */
  #variable(name: string, value: string): readonly string[] {
    if (!value.includes('${{')) return [`export ${name}=${quoted(value)}`];
    const isTaken = (other: string) =>
      entryOf(valueUnder(this.#job, 'env'), other) !== undefined || (this.#env.get(other) ?? value) !== value;
    let free = name;
    for (let number = 2; isTaken(free); number++) free = `${name}_${number}`;
    this.#env.set(free, value);
    return free === name ? [] : [`export ${name}="$${free}"`];
  }

  #tellKeys(isShell: boolean, isOneOfMany: boolean): void {
    const { losses } = this.#writing;
    const isRun = entryOf(this.#step, 'run') !== undefined;
    const isKept = isShell && isRun && booleanOf(this.#step, 'continue-on-error') !== undefined;
    const lost = [
      'if',
      ...(isKept ? [] : ['continue-on-error']),
      ...(isRun && !isOneOfMany ? [] : ['timeout-minutes']),
      ...(isShell || !isRun ? [] : ['env']),
    ];
    for (const { key } of entriesOf(this.#step)) {
      if (!lost.includes(key.text)) continue;
      if (key.text !== 'if') losses.lost(key, `\`${key.text}\` of a step: a task is one script.`);
      else if (this.#isForFailures()) losses.lost(key, forFailures);
      else losses.lost(key, '`if` of a step: a task is one script, so the step always runs.');
    }
  }

  /** Such a step undoes or tells of what went wrong: it must not run in a script where nothing did. */
  #isForFailures(): boolean {
    const condition = scalarOf(this.#step, 'if')?.text ?? '';
    return /\b(?:failure|cancelled)\(\)/.test(condition) && !/!|\|\||\b(?:always|success)\(\)/.test(condition);
  }

  /** What GitHub sets for each job, no one sets here. */
  #tellVariables(run: ScalarSyntax): void {
    const own = [this.#job, this.#step].flatMap(value =>
      entriesOf(valueUnder(value, 'env')).map(({ key }) => key.text),
    );
    for (const name of new Set(run.text.match(/\b(?:GITHUB|RUNNER)_[A-Z_]+\b/g)))
      if (name !== 'GITHUB_OUTPUT' && !own.includes(name) && !this.#writing.words.secrets.has(name))
        this.#writing.losses.lost(
          run,
          `\`${name}\` is set by GitHub only${name === 'GITHUB_ENV' ? ': set the variables in the script' : ''}.`,
        );
    if (/::(?:set-output|set-env|add-path)\b/.test(run.text))
      this.#writing.losses.lost(
        run,
        'Commands in what is printed (`::set-output`) are understood by GitHub only: write to PIPELINE_OUTPUT.',
      );
  }

  #said(scalar: ScalarSyntax, isShell: boolean): string {
    return this.#writing.words.text(scalar.text, scalar, this.#job, isShell);
  }
}

const forFailures =
  'The step runs only after a failure, where the script ends: make a task with `trigger_rule: one_failed` of it.';

function commented(line: string): string {
  return `# ${line}`;
}

/** What a shell keeps for the commands behind. */
const keeps =
  /(?:^|[;&|({]|\bthen|\bdo|\belse)\s*(?:cd|pushd|export|set|unset|exit|exec|umask|trap|source|shopt|alias|\.)(?:\s|$)/m;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
