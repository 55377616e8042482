import { maskPatterns } from './mask-patterns.ts';
import { OutputMask } from './output-mask.ts';
import { PatternSearch } from './pattern-search.ts';

/** What must not be seen: keeps values out of messages and of what is handed on. */
export class SecretValues {
  readonly patterns: readonly Buffer[];
  readonly #values: Readonly<Record<string, readonly string[]>>;
  #search: PatternSearch | undefined;

  /** `values` by the names of their secrets. */
  constructor(values: Readonly<Record<string, readonly string[]>>) {
    this.#values = values;
    this.patterns = maskPatterns(Object.values(values).flat());
  }

  get names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** Whether there is anything to mask. */
  get isEmpty(): boolean {
    return this.patterns.length === 0;
  }

  /** `text` with every secret masked. */
  masked(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): string {
    if (this.isEmpty) return text;
    const mask = this.newMask();
    return Buffer.concat([...mask.push(Buffer.from(text, encoding)), ...mask.end()]).toString(encoding);
  }

  /** A mask for one stream. */
  newMask(): OutputMask {
    this.#search ??= new PatternSearch(this.patterns);
    return new OutputMask(this.#search);
  }

  /** The name of a secret that `text` holds in any of its forms. */
  nameIn(text: string): string | undefined {
    if (this.isEmpty || this.masked(text) === text) return undefined;
    const names = Object.keys(this.#values);
    return names.find(name => new SecretValues({ [name]: this.#values[name] ?? [] }).masked(text) !== text);
  }
}
