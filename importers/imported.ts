import type { ScalarSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';

/** A task as it is read from the file of another tool; texts are as a pipeline says them. */
export interface ImportedTask {
  readonly name: string;
  readonly description?: string;
  readonly needs: readonly string[];
  readonly triggerRule?: string;
  readonly if?: string;
  /** Axes, and what is added to or taken from the combinations, as YAML of one line each. */
  readonly matrix?: readonly string[];
  readonly foreach?: { readonly list: string; readonly as: string };
  readonly shell?: string;
  readonly container?: {
    readonly image: string;
    readonly volumes: readonly string[];
    readonly user?: string;
    readonly options: readonly string[];
  };
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly retries?: number;
  /** As a pipeline writes durations. */
  readonly timeout?: string;
  readonly continueOnError?: boolean;
  /** The lines of its script. */
  readonly script: readonly string[];
  readonly inputs: readonly string[];
  /** By name: a type, or a path. */
  readonly outputs: Readonly<Record<string, string | { readonly path: string }>>;
  readonly cache?: boolean;
}

/** Something of the other file that the pipeline does not say; `range` is in the text of that file. */
export interface ImportLoss {
  readonly range: TextRange;
  readonly message: string;
}

/** What the file of another tool says, as a pipeline. */
export interface Imported {
  /** What it was: `a GitHub workflow`. */
  readonly from: string;
  readonly name?: string;
  readonly params: Readonly<
    Record<
      string,
      { readonly type: string; readonly default?: string | number | boolean; readonly description?: string }
    >
  >;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly crons: readonly { readonly cron: string; readonly timezone?: string }[];
  readonly tasks: readonly ImportedTask[];
  /** In the order of the file. */
  readonly losses: readonly ImportLoss[];
}

/** Gathers what is lost, each thing once. */
export class ImportLosses {
  readonly #found = new Map<string, ImportLoss>();

  lost({ range }: Pick<ScalarSyntax, 'range'>, message: string): void {
    this.#found.set(`${range.start} ${message}`, { range, message });
  }

  all(): readonly ImportLoss[] {
    return [...this.#found.values()].sort((one, other) => one.range.start - other.range.start);
  }
}

/** A name has at most 100 letters; with a number behind it, too. */
const mostLetters = 95;

/** A name as tasks may have it. */
export function taskName(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_').replace(/^[^A-Za-z0-9_]+/, '');
  return plain.slice(0, mostLetters) || 'task';
}

/** A name as tasks may have it for each of `names`, no two alike. */
export function uniqueNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map(name => {
      const plain = taskName(name);
      let found = plain;
      for (let number = 2; taken.has(found); number++) found = `${plain}_${number}`;
      taken.add(found);
      return [name, found] as const;
    }),
  );
}
