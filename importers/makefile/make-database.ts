/** A variable as make knows it. */
export interface MakeVariable {
  readonly value: string;
  /** Whether make got it from the environment, where the tasks of a pipeline get it too. */
  readonly isFromEnvironment: boolean;
}

/** A rule of a Makefile, as make knows it. */
export interface MakeRule {
  readonly target: string;
  readonly needs: readonly string[];
  /** What must be there before, but is not read: behind `|`. */
  readonly orderOnly: readonly string[];
  /** Its lines without their tabs; none of a rule that only says what is needed. */
  readonly recipe: readonly string[];
  /** The file and the line, from 1, at which the recipe stands. */
  readonly place?: { readonly file: string; readonly line: number };
  /** What `%` stood for. */
  readonly stem?: string;
  /** Variables for this target alone. */
  readonly variables: ReadonlyMap<string, string>;
}

/** What `make -p` prints: the variables, and the rules in the order of the file. */
export interface MakeDatabase {
  readonly variables: ReadonlyMap<string, MakeVariable>;
  readonly rules: readonly MakeRule[];
}

/** Reads what `make -p` prints; what it prints before that is left out. */
export function makeDatabase(text: string): MakeDatabase {
  const start = text.search(/^# Variables$/m);
  const known = text.slice(Math.max(0, start));
  const files = known.search(/^# Files$/m);
  const [head, tail] = files === -1 ? [known, known] : [known.slice(0, files), known.slice(files)];
  return { variables: variablesOf(head), rules: rulesOf(tail) };
}

const assignment = /^([^\s:#=+?!]+) (?::{0,3}|\+|\?)= ?(.*)$/;

function variablesOf(text: string): ReadonlyMap<string, MakeVariable> {
  const variables = new Map<string, MakeVariable>();
  const lines = text.split('\n');
  let isFromEnvironment = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('# ')) isFromEnvironment = line.startsWith('# environment');
    const block = /^define (\S+)/.exec(line)?.[1];
    const plain = assignment.exec(line);
    if (block !== undefined) {
      const end = lines.indexOf('endef', at);
      const inner = lines.slice(at + 1, end === -1 ? undefined : end);
      variables.set(block, { value: inner.join('\n'), isFromEnvironment });
      at += inner.length;
    } else if (plain?.[1] !== undefined) variables.set(plain[1], { value: plain[2] ?? '', isFromEnvironment });
  }
  return variables;
}

/** A rule while its lines are read. */
type OpenRule = { -readonly [Key in keyof MakeRule]: MakeRule[Key] } & { readonly recipe: string[] };

function rulesOf(text: string): readonly MakeRule[] {
  const rules: OpenRule[] = [];
  let variables = new Map<string, string>();
  let isTarget = true;
  let rule: OpenRule | undefined;
  for (const line of text.split('\n')) {
    const own = /^[^\s#][^=]*?: ([^\s:=]+) (?::{0,3}|\+|\?)= ?(.*)$/.exec(line);
    const head = /^([^\s#][^=]*?)\s*::?(?:\s+(.*))?$/.exec(line);
    if (line.startsWith('# Not a target:')) isTarget = false;
    else if (line.startsWith('\t')) rule?.recipe.push(line.slice(1));
    else if (own?.[1] !== undefined) variables.set(own[1], own[2] ?? '');
    else if (head?.[1] !== undefined) {
      rule = isTarget ? openRule(head[1], head[2] ?? '', variables) : undefined;
      if (rule) rules.push(rule);
      variables = new Map();
      isTarget = true;
    } else if (rule) Object.assign(rule, told(line));
  }
  return rules.filter(({ target }) => !target.includes('%'));
}

function openRule(target: string, needs: string, variables: ReadonlyMap<string, string>): OpenRule {
  const [plain = '', order = ''] = ` ${needs} `.split(' | ');
  const words = (list: string) => list.split(/\s+/).filter(Boolean);
  return { target, needs: words(plain), orderOnly: words(order), recipe: [], variables };
}

/** What comments say of the rule above them. */
function told(comment: string): Pick<MakeRule, 'place' | 'stem'> {
  const [, file, line] = /^# {2}recipe to execute \(from ['`](.*)', line (\d+)\):$/.exec(comment) ?? [];
  const stem = /^# {2}Implicit\/static pattern stem: ['`](.+)'$/.exec(comment)?.[1];
  return {
    ...(file === undefined ? {} : { place: { file, line: Number(line) } }),
    ...(stem === undefined ? {} : { stem }),
  };
}
