import { type Imported, type ImportedTask, ImportLosses, taskName } from './imported.ts';

interface Rule {
  readonly target: string;
  readonly needs: readonly string[];
  readonly recipe: string[];
}

/** The rules of a Makefile, from what `make -pn` prints of it: targets with a recipe are tasks, what they need is needed or read. */
export function importMakefile(database: string): Imported | undefined {
  const losses = new ImportLosses();
  const variables = variablesOf(database);
  const rules = rulesOf(database);
  const phony = new Set(rules.find(({ target }) => target === '.PHONY')?.needs);
  const made = new Map(
    rules.filter(({ target, recipe }) => recipe.length > 0 && !/^\.|%/.test(target)).map(rule => [rule.target, rule]),
  );
  if (made.size === 0) return undefined;
  const through = new Map(
    rules
      .filter(({ target, recipe }) => recipe.length === 0 && !target.startsWith('.'))
      .map(rule => [rule.target, rule.needs]),
  );
  const needsOf = (needs: readonly string[], seen: ReadonlySet<string> = new Set()): readonly string[] =>
    needs.flatMap(need =>
      made.has(need) || seen.has(need)
        ? [need]
        : through.has(need)
          ? needsOf(through.get(need) ?? [], new Set([...seen, need]))
          : [need],
    );
  const tasks = [...made.values()].map(rule => ruleTask(rule, needsOf(rule.needs), made, phony, variables, losses));
  return { from: 'a Makefile', params: {}, env: {}, secrets: [], crons: [], tasks, losses: losses.all() };
}

function ruleTask(
  { target, recipe }: Rule,
  needs: readonly string[],
  made: ReadonlyMap<string, Rule>,
  phony: ReadonlySet<string>,
  variables: ReadonlyMap<string, string>,
  losses: ImportLosses,
): ImportedTask {
  const own = new Map([
    ...variables,
    ['@', target],
    ['<', needs[0] ?? ''],
    ['^', [...new Set(needs)].join(' ')],
    ['+', needs.join(' ')],
    ['?', needs.join(' ')],
    ['*', target],
  ]);
  const script = recipe.map(line => expanded(line, own, losses).replace(/^[@+-]+\s*/, ''));
  const unclear = recipe.find(line => /^[@+]*-/.test(line));
  if (unclear)
    losses.lost(
      { range: { start: 0, end: 1 } },
      `\`${target}\`: a command that may fail (-) stops the task here: write "|| true" behind it.`,
    );
  return {
    name: taskName(target),
    needs: [...new Set(needs.filter(need => made.has(need)).map(taskName))],
    env: {},
    script,
    inputs: needs.filter(need => !made.has(need) && !phony.has(need)),
    outputs: phony.has(target) ? {} : { file: { path: target } },
  };
}

/** Replaces `$(NAME)`, `${NAME}` and `$@`; functions of make have no counterpart. */
function expanded(text: string, variables: ReadonlyMap<string, string>, losses: ImportLosses, depth = 0): string {
  return text.replace(
    /\$(?:\$|\(([^()]*)\)|\{([^{}]*)\}|(.))/g,
    (whole, round?: string, curly?: string, single?: string) => {
      if (whole === '$$') return '$';
      const name = round ?? curly ?? single ?? '';
      const value = variables.get(name);
      if (value !== undefined && depth < 20) return expanded(value, variables, losses, depth + 1);
      if (/\s/.test(name))
        losses.lost({ range: { start: 0, end: 1 } }, `\`${whole}\` is a function of make: write what it gives.`);
      return '';
    },
  );
}

/** `CC = gcc`, as the database of make prints its variables. */
function variablesOf(database: string): ReadonlyMap<string, string> {
  return new Map(
    [...database.matchAll(/^([A-Za-z_][\w.-]*) :?:?[:?+]?= ?(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

/** The rules behind "# Files" in the database, and those of a plain Makefile alike. */
function rulesOf(database: string): readonly Rule[] {
  const files = database.indexOf('\n# Files\n');
  const lines = (files === -1 ? database : database.slice(files)).split('\n');
  const rules: Rule[] = [];
  let isTarget = true;
  for (const line of lines) {
    if (line.startsWith('# Not a target:')) isTarget = false;
    const match = /^([^\s#=:][^=:]*?)\s*::?(?!=)\s*([^=]*)$/.exec(line);
    if (line.startsWith('\t')) rules.at(-1)?.recipe.push(line.slice(1));
    else if (match) {
      if (isTarget)
        rules.push({
          target: match[1] ?? '',
          needs: (match[2] ?? '').replace('|', ' ').split(/\s+/).filter(Boolean),
          recipe: [],
        });
      isTarget = true;
    }
  }
  return rules;
}
