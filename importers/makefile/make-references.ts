import type { MakeVariable } from './make-database.ts';
import { substituted, textFunctions, wordsOf } from './make-functions.ts';

/** What make would put in the place of `$(…)`; what only make can work out is told to `lost`, and left out. */
export class MakeReferences {
  readonly #variables: ReadonlyMap<string, MakeVariable>;
  readonly #own: ReadonlyMap<string, string>;
  readonly #lost: (message: string) => void;

  /** `own` are the variables of one target: the automatic ones, and its own. */
  constructor(
    variables: ReadonlyMap<string, MakeVariable>,
    own: ReadonlyMap<string, string>,
    lost: (message: string) => void,
  ) {
    this.#variables = variables;
    this.#own = own;
    this.#lost = lost;
  }

  expanded(text: string, depth = 0): string {
    const parts: string[] = [];
    let from = 0;
    for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', from)) {
      parts.push(text.slice(from, at));
      const next = text[at + 1] ?? '';
      const end = next === '(' || next === '{' ? closing(text, at + 1) : at + 1;
      const inner = end > at + 1 ? text.slice(at + 2, end) : next;
      parts.push(next === '$' ? '$' : this.#reference(inner, text.slice(at, end + 1), depth + 1));
      from = end + 1;
    }
    return [...parts, text.slice(from)].join('');
  }

  #reference(inner: string, whole: string, depth: number): string {
    if (depth > 40) return '';
    const [, name = '', rest] = /^\s*([a-z-]+)\s+(.*)$/s.exec(inner) ?? [];
    if (rest !== undefined) return this.#function(name, rest, whole, depth);
    const plain = this.expanded(inner, depth);
    const [, list, from, to] = /^([^:=]+):([^=]*)=(.*)$/.exec(plain) ?? [];
    if (list !== undefined && from !== undefined && to !== undefined) {
      const [pattern, other] = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
      return wordsOf(this.#value(list, depth))
        .map(word => substituted(word, pattern, other))
        .join(' ');
    }
    return this.#value(plain, depth);
  }

  #value(name: string, depth: number): string {
    const own = this.#own.get(name);
    if (own !== undefined) return this.expanded(own, depth);
    const [, automatic, part] = /^([@<^+?*])([DF])$/.exec(name) ?? [];
    if (automatic !== undefined) {
      const value = this.#own.get(automatic) ?? '';
      return part === 'F' ? (textFunctions.notdir?.(value) ?? '') : wordsOf(value).map(folderOf).join(' ');
    }
    const found = this.#variables.get(name);
    if (!found) return '';
    return found.isFromEnvironment ? `\${${name}}` : this.expanded(found.value, depth);
  }

  #function(name: string, rest: string, whole: string, depth: number): string {
    const args = argumentsOf(rest);
    const [first = '', second = '', third = ''] = args;
    const value = (text: string) => this.expanded(text, depth);
    const found = textFunctions[name];
    if (found) return found(...args.map(value));
    switch (name) {
      case 'if':
        return value(first).trim() === '' ? value(args.slice(2).join(',')) : value(second);
      case 'foreach':
        return wordsOf(value(second))
          .map(word =>
            this.#with(new Map([[value(first).trim(), word.replaceAll('$', () => '$$')]])).expanded(third, depth),
          )
          .join(' ');
      case 'call': {
        const given = args.map((arg, place) => [String(place), value(arg).replaceAll('$', () => '$$')] as const);
        return this.#with(new Map(given)).expanded(`$(${value(first).trim()})`, depth);
      }
      case 'shell':
        this.#lost(
          `\`${whole}\` is worked out by make, and here by the shell of the task: look at the quotes around it.`,
        );
        return `$(${value(rest)})`;
      default:
        this.#lost(`\`${whole}\` is a function of make: write what it gives.`);
        return '';
    }
  }

  #with(more: ReadonlyMap<string, string>): MakeReferences {
    return new MakeReferences(this.#variables, new Map([...this.#own, ...more]), this.#lost);
  }
}

/** Where the bracket that opens at `start` is closed; the end of the text when it is not. */
function closing(text: string, start: number): number {
  const open = text[start] ?? '(';
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return text.length;
}

/** The arguments of a function: commas within brackets part nothing. */
function argumentsOf(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if ('({'.includes(sign)) depth++;
    else if (')}'.includes(sign)) depth--;
    else if (sign === ',' && depth === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, text.slice(from)];
}

/** As make says it in `$(@D)`: without the last slash. */
function folderOf(path: string): string {
  return /^(.*)\//.exec(path)?.[1] ?? '.';
}
