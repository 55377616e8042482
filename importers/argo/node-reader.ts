import { numberOf, scalarOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { type ImportedTask, type ImportLosses, taskName } from '../imported.ts';
import { itemsOf, tellUnread } from '../yaml-file.ts';
import { readDepends } from './argo-depends.ts';
import { fanOut } from './argo-fan-out.ts';
import { argoScript } from './argo-script.ts';
import { type ArgoKnown, tagExpression } from './argo-tags.ts';

/** Reads one node of a workflow, with its template, as a task. */
export class NodeReader {
  readonly #node: ValueSyntax;
  readonly #before: readonly string[];
  readonly #template: ValueSyntax | undefined;
  readonly #known: ArgoKnown;
  readonly #losses: ImportLosses;
  readonly #given: ReadonlyMap<string, string>;
  readonly #name: ScalarSyntax;
  #item: ReturnType<typeof fanOut>['item'];

  constructor(
    node: ValueSyntax,
    before: readonly string[],
    templates: ReadonlyMap<string, ValueSyntax>,
    known: ArgoKnown,
    losses: ImportLosses,
  ) {
    this.#node = node;
    this.#before = before;
    this.#known = known;
    this.#losses = losses;
    const plain = { kind: 'scalar', range: node.range, value: 'task', text: 'task', style: 'plain' } as const;
    this.#name = scalarOf(node, 'name') ?? plain;
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
    const told = [
      'name',
      'template',
      'inline',
      'dependencies',
      'depends',
      'arguments',
      'withItems',
      'withParam',
      'withSequence',
      'when',
    ];
    tellUnread(this.#node, told, `the task \`${this.#name.text}\``, this.#losses);
    const read = ['name', 'script', 'container', 'inputs', 'outputs', 'retryStrategy', 'activeDeadlineSeconds'];
    tellUnread(template, read, `the template of \`${this.#name.text}\``, this.#losses);
    const work = valueUnder(template, 'script') ?? valueUnder(template, 'container');
    const seconds =
      numberOf(template, 'activeDeadlineSeconds') ?? Number(scalarOf(template, 'activeDeadlineSeconds')?.text);
    const { item, ...many } = fanOut(this.#node, text => this.#list(text), this.#losses);
    this.#item = item;
    return {
      name: taskName(this.#name.text),
      ...this.#needs(),
      ...this.#when(),
      ...many,
      ...this.#container(work),
      env: this.#env(work),
      retries: Number(scalarOf(valueUnder(template, 'retryStrategy'), 'limit')?.text ?? 0) || 0,
      ...(seconds > 0 ? { timeout: `${seconds}s` } : {}),
      ...this.#script(work),
      inputs: [],
      outputs: this.#outputs(),
    };
  }

  #needs(): Pick<ImportedTask, 'needs' | 'triggerRule'> {
    const plain = scalarsOf(valueUnder(this.#node, 'dependencies')).map(({ text }) => text);
    const depends = scalarOf(this.#node, 'depends');
    const { names, rule } = depends ? readDepends(depends.text) : { names: [], rule: undefined };
    const needs = [...new Set([...this.#before, ...plain, ...names].map(taskName))];
    if (!depends) return { needs, ...(needs.length === 0 ? {} : { triggerRule: 'none_failed' }) };
    if (rule === undefined)
      this.#losses.lost(depends, `\`depends: ${depends.text}\` has no rule of ours: say it with trigger_rule.`);
    return { needs, ...(rule === undefined || rule === 'all_success' ? {} : { triggerRule: rule }) };
  }

  /** A comparison of tags and words. */
  #when(): Pick<ImportedTask, 'if'> {
    const when = scalarOf(this.#node, 'when');
    if (!when) return {};
    const side = (text = '') => {
      const tag = /^["']?\{\{([^{}=][^{}]*)\}\}["']?$/.exec(text)?.[1];
      if (tag !== undefined) return this.#expression(tag);
      return /^["']?[\w. -]*["']?$/.test(text) ? `'${text.replace(/^["']|["']$/g, '')}'` : undefined;
    };
    const [, left, sign, right] = /^\s*(\S.*?)\s*(==|!=)\s*(\S.*?)\s*$/.exec(when.text) ?? [];
    const [one, other] = [side(left), side(right)];
    if (left !== undefined && one !== undefined && other !== undefined) return { if: `${one} ${sign} ${other}` };
    this.#losses.lost(when, '`when` is no plain comparison: it was left out, say it with `if`.');
    return {};
  }

  #container(work: ValueSyntax | undefined): Pick<ImportedTask, 'container'> {
    const image = scalarOf(work, 'image');
    const isOwn = image !== undefined && image.text !== '{{workflow.parameters.image}}';
    return isOwn ? { container: { image: this.#text(image.text), volumes: [], options: [] } } : {};
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

  #script(work: ValueSyntax | undefined): Pick<ImportedTask, 'script' | 'shell'> {
    const found = argoScript(work, text => this.#text(text));
    if (found) return found;
    this.#losses.lost(
      this.#name,
      `The task \`${this.#name.text}\` runs no script and no command of its own: it does nothing here.`,
    );
    return { script: ['true'] };
  }

  #outputs(): ImportedTask['outputs'] {
    const kinds = this.#known.outputs.get(this.#name.text) ?? new Map<string, string>();
    for (const name of kinds.keys())
      this.#losses.lost(
        this.#name,
        `The output \`${name}\` of \`${this.#name.text}\` must be written to PIPELINE_OUTPUT, as ${name}=value.`,
      );
    return Object.fromEntries(kinds);
  }

  /** The list of `withParam`, when it is one tag. */
  #list(text: string): string | undefined {
    const tag = /^\s*\{\{([^{}=][^{}]*)\}\}\s*$/.exec(text)?.[1];
    const found = tag === undefined ? undefined : this.#expression(tag);
    if (found === undefined) return undefined;
    return found.startsWith('params.') ? `\${{ fromJSON(${found}) }}` : `\${{ ${found} }}`;
  }

  /** A tag as an expression; what the template is given stands for itself. */
  #expression(tag: string): string | undefined {
    const parameter = /^\s*inputs\.parameters\.([\w-]+)\s*$/.exec(tag)?.[1];
    const given = parameter === undefined ? undefined : this.#given.get(parameter);
    const inner = given === undefined ? tag : /^\s*\{\{([^{}=][^{}]*)\}\}\s*$/.exec(given)?.[1];
    return inner === undefined ? undefined : tagExpression(inner, this.#known, this.#item);
  }

  /** The tags of a text as a pipeline says them. */
  #text(text: string, depth = 0): string {
    return text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, inner: string) => {
      const parameter = /^inputs\.parameters\.([\w-]+)$/.exec(inner)?.[1];
      const given = parameter === undefined ? undefined : this.#given.get(parameter);
      if (given !== undefined && depth < 5) return this.#text(given, depth + 1);
      const ours = tagExpression(inner, this.#known, this.#item);
      if (ours !== undefined) return `\${{ ${ours} }}`;
      this.#losses.lost(this.#name, `\`${whole}\` is known to Argo only: it was left out.`);
      return '';
    });
  }
}
