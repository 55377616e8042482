import { type Imported, type ImportedTask, ImportLosses, uniqueNames } from './imported.ts';
import { type MakeDatabase, type MakeRule, makeDatabase } from './makefile/make-database.ts';
import { MakeReferences } from './makefile/make-references.ts';
import { commandsOf, recipeScript } from './makefile/recipe-script.ts';

/** A Makefile as make sees it. */
export interface MakeSource {
  /** What `make -pn` prints of it. */
  readonly database: string;
  /** The same after make has looked for all targets: then pattern rules are rules of their files. */
  readonly searched?: string;
  /** What the file itself says. */
  readonly text: string;
}

/** The rules of a Makefile: targets with a recipe are tasks, what they need is needed or read. */
export function importMakefile({ database, searched, text }: MakeSource): Imported | undefined {
  const known = makeDatabase(database);
  const rules = allRules(known, searched === undefined ? undefined : makeDatabase(searched));
  const reader = new RuleReader(rules, known, text);
  const tasks = reader.tasks();
  if (tasks.length === 0) return undefined;
  return {
    from: 'a Makefile',
    params: tasks.some(task => task.if !== undefined) ? { [others]: reader.othersParam() } : {},
    env: reader.exported(),
    secrets: [],
    crons: [],
    tasks,
    losses: reader.losses(),
  };
}

/** The param that lets go what the default goal does not need. */
const others = 'others';

/** The rules in the order of the file; of a double colon, all recipes of a target are one. */
function allRules({ rules }: MakeDatabase, searched: MakeDatabase | undefined): readonly MakeRule[] {
  const found = new Map<string, MakeRule>();
  for (const rule of rules) {
    const before = found.get(rule.target);
    found.set(
      rule.target,
      before
        ? { ...before, needs: [...before.needs, ...rule.needs], recipe: [...before.recipe, ...rule.recipe] }
        : rule,
    );
  }
  for (const rule of searched?.rules ?? [])
    if (doesSomething(rule) && !doesSomething(found.get(rule.target))) found.set(rule.target, rule);
  const line = ({ place }: MakeRule) => place?.line ?? 0;
  return [...found.values()].sort((one, other) => line(one) - line(other));
}

function doesSomething(rule: MakeRule | undefined): boolean {
  return rule?.recipe.some(line => line.trim() !== '') ?? false;
}

class RuleReader {
  readonly #rules: ReadonlyMap<string, MakeRule>;
  readonly #made: readonly MakeRule[];
  readonly #names: ReadonlyMap<string, string>;
  readonly #phony: ReadonlySet<string>;
  readonly #database: MakeDatabase;
  readonly #text: string;
  readonly #lines: readonly string[];
  readonly #losses = new ImportLosses();
  /** What make makes when it is not told what. */
  readonly #byDefault: ReadonlySet<string>;

  constructor(rules: readonly MakeRule[], database: MakeDatabase, text: string) {
    this.#rules = new Map(rules.map(rule => [rule.target, rule]));
    this.#made = rules.filter(rule => doesSomething(rule) && !rule.target.startsWith('.'));
    this.#names = uniqueNames(this.#made.map(({ target }) => target));
    this.#phony = new Set(this.#rules.get('.PHONY')?.needs);
    this.#database = database;
    this.#text = text;
    this.#lines = text.split('\n');
    this.#byDefault = this.#neededBy(database.variables.get('.DEFAULT_GOAL')?.value ?? '');
  }

  /** A target with all that it needs; all targets when there is none. */
  #neededBy(goal: string): ReadonlySet<string> {
    const found = new Set(this.#rules.has(goal) ? [goal] : this.#rules.keys());
    for (const target of found) {
      const rule = this.#rules.get(target);
      for (const need of [...(rule?.needs ?? []), ...(rule?.orderOnly ?? [])]) found.add(need);
    }
    return found;
  }

  tasks(): readonly ImportedTask[] {
    return this.#made.map(rule => this.#task(rule));
  }

  othersParam(): Imported['params'][string] {
    const goal = this.#database.variables.get('.DEFAULT_GOAL')?.value ?? '';
    return { type: 'boolean', default: false, description: `Whether to run what ${goal} does not need, too.` };
  }

  losses(): Imported['losses'] {
    return this.#losses.all();
  }

  /** The variables that the file exports are those of all tasks. */
  exported(): Readonly<Record<string, string>> {
    const names = [...this.#text.matchAll(/^export[ \t]+([\w.-]+(?:[ \t]+[\w.-]+)*)[ \t]*(?:[:+?]*=|$)/gm)].flatMap(
      found => (found[1] ?? '').split(/\s+/),
    );
    const all = /^export[ \t]*$/m.exec(this.#text);
    if (all)
      this.#losses.lost(
        { range: { start: all.index, end: all.index + 6 } },
        'It exports all variables: name those that the tasks read under env.',
      );
    const { variables } = this.#database;
    const references = new MakeReferences(variables, new Map(), message =>
      this.#losses.lost({ range: { start: 0, end: 1 } }, message),
    );
    const pairs = names.flatMap(name => {
      const found = variables.get(name);
      return found && !found.isFromEnvironment && /^[A-Za-z_]\w*$/.test(name)
        ? [[name, references.expanded(found.value)] as const]
        : [];
    });
    return Object.fromEntries(pairs);
  }

  #task(rule: MakeRule): ImportedTask {
    const { target } = rule;
    const lost = (message: string) => this.#losses.lost({ range: this.#rangeOf(rule) }, message);
    const needs = this.#through(rule.needs);
    const references = new MakeReferences(this.#database.variables, automatic(rule), lost);
    const recipe = commandsOf(rule.recipe).flatMap(line => references.expanded(line).split('\n'));
    if (rule.recipe.some(line => /\$\?|\$\(\?/.test(line)))
      lost('`$?` names what is newer to make; here it names all that is needed.');
    const script = recipeScript(recipe, this.#rules.has('.ONESHELL'));
    this.#tellPath(script, lost);
    this.#tellInherited(rule, needs, lost);
    const isFile =
      !this.#phony.has(target) && (/[./]/.test(target) || /\$[@*]|\$[({][@*]/.test(rule.recipe.join('\n')));
    const all = [...needs, ...this.#through(rule.orderOnly)];
    const about = new RegExp(`^${target.replace(/[^\w\s]/g, '\\$&')}\\s*:.*?##\\s*(\\S.*)$`, 'm').exec(this.#text)?.[1];
    return {
      name: this.#names.get(target) ?? target,
      ...(about === undefined ? {} : { description: about.trim() }),
      needs: [...new Set(all.flatMap(need => this.#names.get(need) ?? []))].filter(
        name => name !== this.#names.get(target),
      ),
      ...(this.#byDefault.has(target) ? {} : { if: `params.${others}` }),
      ...shellOf(this.#database, this.#rules.has('.ONESHELL')),
      env: {},
      script: script.length === 0 ? ['true'] : script,
      inputs: [...new Set(needs.filter(need => !this.#names.has(need) && !this.#phony.has(need)))],
      outputs: isFile ? { file: { path: target } } : {},
    };
  }

  /** Targets without a recipe stand for what they need. */
  #through(needs: readonly string[], seen: ReadonlySet<string> = new Set()): readonly string[] {
    return needs.flatMap(need => {
      const rule = this.#rules.get(need);
      if (!rule || this.#names.has(need) || seen.has(need)) return [need];
      return this.#through([...rule.needs, ...rule.orderOnly], new Set([...seen, need]));
    });
  }

  #tellPath(script: readonly string[], lost: (message: string) => void): void {
    const here = this.#database.variables.get('CURDIR')?.value;
    if (here !== undefined && here !== '/' && script.some(line => line.includes(here)))
      lost(`\`${here}\` is the folder on this machine: write it as $PWD, or as a path from the pipeline.`);
  }

  /** A variable of a target is that of what it needs too, when make makes that for it. */
  #tellInherited({ target, variables }: MakeRule, needs: readonly string[], lost: (message: string) => void): void {
    for (const name of variables.keys()) {
      const reader = needs.find(need =>
        this.#rules.get(need)?.recipe.some(line => line.includes(`(${name})`) || line.includes(`{${name}}`)),
      );
      if (reader !== undefined)
        lost(`\`${name}\` of \`${target}\` is not that of \`${reader}\`, as it is when make makes that for it.`);
    }
  }

  #rangeOf({ place, target }: MakeRule): { readonly start: number; readonly end: number } {
    const named = this.#lines.findIndex(line => line.startsWith(`${target}:`) || line.startsWith(`${target} `));
    const line = place === undefined ? named : place.line - 1;
    if (line < 0 || line >= this.#lines.length) return { start: 0, end: 1 };
    const start = this.#lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    return { start, end: start + (this.#lines[line]?.length ?? 1) };
  }
}

/** The variables that make sets for a target, and those of the target alone. */
function automatic({ target, stem, orderOnly, variables, needs }: MakeRule): ReadonlyMap<string, string> {
  const text = (words: readonly string[]) => words.join(' ').replaceAll('$', () => '$$');
  return new Map([
    ...variables,
    ['@', text([target])],
    ['<', text(needs.slice(0, 1))],
    ['^', text([...new Set(needs)])],
    ['+', text(needs)],
    ['?', text([...new Set(needs)])],
    ['|', text(orderOnly)],
    ['*', text([stem ?? target.replace(/\.\w+$/, '')])],
  ]);
}

/** The shell of the recipes, which stops at a command that fails where make does. */
function shellOf({ variables }: MakeDatabase, isOneShell: boolean): Pick<ImportedTask, 'shell'> {
  const shell = variables.get('SHELL')?.value ?? '/bin/sh';
  const words = (variables.get('.SHELLFLAGS')?.value ?? '-c').split(/\s+/);
  const flags = words
    .map(word => (/^-\w*c$/.test(word) ? word.slice(0, -1) : word))
    .filter(word => word !== '-' && word !== '');
  const stops = flags.some(word => /^-\w*e/.test(word));
  const all = stops || isOneShell ? flags : [...flags, '-e'];
  if (/(?:^|\/)sh$/.test(shell) && all.join(' ') === '-e') return {};
  return { shell: [shell, ...all, '{0}'].join(' ') };
}
