import type { Analysis } from './analyse.ts';
import { closest } from './closest.ts';
import { commandFiles, mayFetch } from './command-files.ts';
import { withoutIgnored } from './ignore-comments.ts';
import { type Problem, problem, replacement, shiftProblem } from './problem.ts';
import { entriesOf, scalarOf, valueUnder } from './reading/fields.ts';
import type { NamedFile } from './script-files.ts';
import type { EntrySyntax, TaskBlock, TaskSyntax } from './syntax.ts';

/** What is known of the files beside a pipeline; paths count from its folder, with `/` between their parts. */
export interface KnownFiles {
  /** `undefined` when it cannot be known. */
  readonly exists: (path: string) => boolean | undefined;
  /** The names of the files in a folder, to find the one that was meant. */
  readonly namesIn: (folder: string) => readonly string[];
}

/** What one task names, by itself; ranges count from the beginning of the task. */
interface Named {
  readonly block: TaskBlock;
  readonly missing: readonly NamedFile[];
  readonly fetches: boolean;
  /** What the paths begin with that it may write. */
  readonly writes: readonly string[];
}

/**
 * Finds the script files that tasks run and that are not there. What is known of a task is kept until the task changes,
 * or `forget` says that the files have. A file that a task may write or fetch need not be there yet.
 */
export class MissingFiles {
  readonly #files: KnownFiles;
  readonly #known = new Map<string, boolean>();
  readonly #near = new Map<string, string | undefined>();
  #named: readonly Named[] = [];
  #defaults: EntrySyntax | undefined;

  constructor(files: KnownFiles) {
    this.#files = files;
  }

  /** Lets the files be looked for again. */
  forget(): void {
    this.#known.clear();
    this.#near.clear();
    this.#named = [];
  }

  /** The problems, in the order of the text; none where nothing is known of the files. */
  problems(analysis: Analysis): readonly Problem[] {
    const { text, syntax } = analysis;
    const defaults = syntax.entries.find(entry => entry.key.text === 'defaults');
    const before = sameText(defaults, this.#defaults) ? this.#named : [];
    this.#defaults = defaults;
    const named: Named[] = [];
    let fetches = false;
    let hasMissing = false;
    for (let index = 0; index < syntax.tasks.length; index++) {
      const task = syntax.tasks[index];
      if (!task) continue;
      const known = before[index];
      const now = known?.block === task.block ? known : this.#name(analysis, task);
      named.push(now);
      fetches ||= now.fetches;
      hasMissing ||= now.missing.length > 0;
    }
    this.#named = named;
    if (fetches || !hasMissing) return [];
    const writes = [...new Set(named.flatMap(task => task.writes))];
    const problems: Problem[] = [];
    for (const [index, { missing }] of named.entries()) {
      for (const file of missing) {
        if (writes.some(written => plain(file.path).startsWith(written))) continue;
        problems.push(shiftProblem(this.#tell(file), syntax.tasks[index]?.start ?? 0));
      }
      if (problems.length >= most) break;
    }
    return withoutIgnored(text, problems);
  }

  #name(analysis: Analysis, task: TaskSyntax): Named {
    const { body } = task.block;
    const missing = commandFiles(analysis, task).filter(({ path }) => this.#isMissing(path));
    const writes = entriesOf(valueUnder(body, 'outputs')).flatMap(({ value }) => {
      const path = scalarOf(value, 'path');
      return path ? [plain(path.text.split(/\$\{\{|[*?[{]/)[0] ?? '')] : [];
    });
    return { block: task.block, missing, fetches: mayFetch(task), writes };
  }

  #isMissing(path: string): boolean {
    const before = this.#known.get(path);
    if (before !== undefined) return before;
    const missing = this.#files.exists(path) === false;
    this.#known.set(path, missing);
    return missing;
  }

  /** The file of the same folder that was meant. */
  #nearest(path: string, slash: number): string | undefined {
    if (!this.#near.has(path)) {
      const names = this.#files.namesIn(path.slice(0, Math.max(0, slash - 1)));
      this.#near.set(path, closest(path.slice(slash), names));
    }
    return this.#near.get(path);
  }

  #tell({ path, range }: NamedFile): Problem {
    const slash = path.lastIndexOf('/') + 1;
    const near = this.#nearest(path, slash);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    const name = { start: range.end - (path.length - slash), end: range.end };
    const fixes = near === undefined || /[^\w.+-]/.test(near) ? [] : [replacement(`Write "${near}"`, name, near)];
    return problem('missing-file', range, `There is no file "${path}", seen from this pipeline.${hint}`, { fixes });
  }
}

/** Nobody reads more of them. */
const most = 200;

function plain(path: string): string {
  return path.trim().replace(/^(?:\.\/)+/, '');
}

function sameText(one: EntrySyntax | undefined, other: EntrySyntax | undefined): boolean {
  return one === other || JSON.stringify(one?.value) === JSON.stringify(other?.value);
}
