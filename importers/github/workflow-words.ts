import { entriesOf, entryOf, scalarOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { MapSyntax, ScalarSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { type ImportLosses, taskName } from '../imported.ts';
import { axisName, itemsOf } from '../yaml-file.ts';

/** What the expressions of a workflow may name, and what becomes of them in a pipeline. */
export class WorkflowWords {
  readonly secrets = new Set<string>();
  readonly #losses: ImportLosses;
  /** By their names in small letters; nothing when the rest of the workflow is not known. */
  readonly #inputs: ReadonlyMap<string, string> | undefined;
  readonly #env: ReadonlySet<string>;
  readonly #outputs: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(root: MapSyntax, losses: ImportLosses) {
    this.#losses = losses;
    const on = eventsOf(root);
    this.#inputs = on && new Map(inputsOf(on).map(([name]) => [name.toLowerCase(), name]));
    this.#env = namesIn(valueUnder(root, 'env'));
    this.#outputs = new Map(
      entriesOf(valueUnder(root, 'jobs')).map(({ key, value }) => [key.text, new Set(keptOutputs(value))]),
    );
  }

  /** A text of a job as a pipeline says it; what only GitHub knows is left out, and lost. In a script, `isShell`, variables stand for what is known in the run. */
  text(text: string, at: ScalarSyntax, job: ValueSyntax | undefined, isShell = false): string {
    return text.replace(/\$\{\{(.*?)\}\}/gs, (whole, inner: string) => {
      const secret = secretIn(inner);
      const variable = /^\s*env\.([A-Za-z_]\w*)\s*$/.exec(inner)?.[1];
      if (secret !== undefined && isShell) {
        this.secrets.add(secret);
        return `\${${secret}}`;
      }
      if (variable !== undefined && isShell) return `\${${variable}}`;
      const ours = this.expression(inner, job);
      if (ours !== undefined) return `\${{${ours}}}`;
      this.#losses.lost(at, `\`${whole}\` is known to GitHub only: it was left out.`);
      return '';
    });
  }

  /** An expression as a pipeline says it; nothing for one that names what is not there. */
  expression(text: string, job: ValueSyntax | undefined): string | undefined {
    let isKnown = true;
    const known = (found: string | undefined) => {
      if (found === undefined) isKnown = false;
      return found ?? '';
    };
    const ours = outsideTexts(withResults(text), part =>
      part
        .replace(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g, (_, other: string, name: string) =>
          known(this.#output(other, name)),
        )
        .replace(/\b(?:github\.event\.)?inputs\.([\w-]+)/g, (_, name: string) => known(this.#param(name)))
        .replace(/\bmatrix\.([\w-]+)/g, (_, name: string) =>
          known(axesOf(job).has(name) ? `matrix.${axisName(name)}` : undefined),
        )
        .replace(/\benv\.([\w-]+)/g, (whole, name: string) =>
          known(this.#env.has(name) || namesIn(valueUnder(job, 'env')).has(name) ? whole : undefined),
        ),
    );
    const rest = outsideTexts(ours, part => part, '').replace(/\b(?:tasks|params|matrix|env)\.[\w.-]+/g, '');
    return isKnown && !onlyGithub.test(rest) ? ours : undefined;
  }

  #output(job: string, name: string): string | undefined {
    const outputs = this.#outputs.get(job);
    return outputs && !outputs.has(name) ? undefined : `tasks.${taskName(job)}.outputs.${name}`;
  }

  #param(name: string): string | undefined {
    if (!this.#inputs) return `params.${name}`;
    const found = this.#inputs.get(name.toLowerCase());
    return found === undefined ? undefined : `params.${found}`;
  }
}

/** The name of the secret that an expression, or a whole text, is. */
export function secretIn(text: string): string | undefined {
  return /^\s*(?:\$\{\{)?\s*secrets\.(\w+)\s*(?:\}\})?\s*$/.exec(text)?.[1];
}

/** What starts a workflow; YAML 1.1 took `on` for a truth value. */
export function eventsOf(root: MapSyntax): ValueSyntax | undefined {
  return entryOf(root, 'on')?.value ?? entryOf(root, 'true')?.value;
}

/** The inputs that people, or other workflows, give. */
export function inputsOf(on: ValueSyntax | undefined): readonly (readonly [string, ValueSyntax | undefined])[] {
  return ['workflow_dispatch', 'workflow_call'].flatMap(event =>
    entriesOf(valueUnder(valueUnder(on, event), 'inputs')).map(({ key, value }) => [key.text, value] as const),
  );
}

/** The outputs of a job that its scripts write under that very name. */
export function keptOutputs(job: ValueSyntax | undefined): readonly string[] {
  const scripts = new Set(
    itemsOf(valueUnder(job, 'steps')).flatMap(step => (scalarOf(step, 'run') ? [scalarOf(step, 'id')?.text] : [])),
  );
  return entriesOf(valueUnder(job, 'outputs')).flatMap(({ key, value }) => {
    const text = value?.kind === 'scalar' ? value.text : '';
    const [, step, name] = /^\s*\$\{\{\s*steps\.([\w-]+)\.outputs\.([\w-]+)\s*\}\}\s*$/.exec(text) ?? [];
    return name === key.text && scripts.has(step) ? [key.text] : [];
  });
}

const onlyGithub =
  /\b(?:github|runner|steps|job|strategy|vars|secrets|success|failure|always|cancelled|hashFiles|inputs|matrix|env|needs)\b/;

/** How a job has ended, where both have a word for it. */
function withResults(text: string): string {
  return text.replace(
    /\bneeds\.([\w-]+)\.result\s*([!=]=)\s*'(success|failure)'/g,
    (_, job: string, sign: string, word: string) =>
      `tasks.${taskName(job)}.status ${sign} '${word === 'failure' ? 'failed' : word}'`,
  );
}

/** Changes what stands outside of texts in quotes; texts become `text` when it is given. */
function outsideTexts(expression: string, change: (part: string) => string, text?: string): string {
  return expression
    .split(/('(?:[^']|'')*')/)
    .map((part, place) => (place % 2 === 0 ? change(part) : (text ?? part)))
    .join('');
}

/** The names of a matrix whose values an import can say. */
function axesOf(job: ValueSyntax | undefined): ReadonlySet<string> {
  const matrix = valueUnder(valueUnder(job, 'strategy'), 'matrix');
  const isPlain = (value: ValueSyntax | undefined) =>
    value?.kind === 'list' && value.items.length > 0 && value.items.every(item => item.kind === 'scalar');
  const axes = entriesOf(matrix).filter(({ value }) => isPlain(value));
  const included = itemsOf(valueUnder(matrix, 'include')).flatMap(item => entriesOf(item));
  const isFlat = included.every(({ value }) => value?.kind === 'scalar');
  return new Set([...axes, ...(isFlat ? included : [])].map(({ key }) => key.text));
}

/** The variables of an `env` that a shell can have. */
function namesIn(env: ValueSyntax | undefined): ReadonlySet<string> {
  return new Set(entriesOf(env).flatMap(({ key }) => (/^[A-Za-z_]\w*$/.test(key.text) ? [key.text] : [])));
}
