import type { Analysis } from './analyse.ts';
import { closest } from './closest.ts';
import { commandFiles } from './command-files.ts';
import type { TextParts } from './edited-text.ts';
import { withoutIgnored } from './ignore-comments.ts';
import { MadeBefore } from './made-before.ts';
import { type Problem, problem, replacement, shiftProblem } from './problem.ts';
import { entriesOf, scalarOf, valueUnder } from './reading/fields.ts';
import { mayFetch, onlyKnown } from './script-effects.ts';
import { type NamedFile, scriptFiles } from './script-files.ts';
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
  /** The names of other script files that it speaks of: it may write them. */
  readonly mentions: readonly string[];
  /** What the paths begin with that it may write. */
  readonly writes: readonly string[];
  /** What is to be said of each missing file, unless another task makes it; found when it is first asked for. */
  told?: readonly (Problem | undefined)[];
}

/** What tasks may make or fetch, all of them together. */
interface Made {
  readonly beginnings: readonly string[];
  readonly mentions: ReadonlySet<string>;
  readonly fetching: readonly TaskBlock[];
}

/**
 * Finds the script files that tasks run and that are not there. What is known of a task is kept until the task changes,
 * or `forget` says that the files have. A file that a task may write or fetch need not be there yet.
 */
export class MissingFiles {
  readonly #files: KnownFiles;
  readonly #known = new Map<string, boolean>();
  readonly #near = new Map<string, string | undefined>();
  readonly #onlyRuns = new WeakMap<TaskBlock, boolean>();
  #named: readonly Named[] = [];
  #made: Made | undefined;
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
    const { syntax, kept } = analysis;
    const defaults = syntax.entries.find(entry => entry.key.text === 'defaults');
    const before = sameText(defaults, this.#defaults) ? this.#named : [];
    this.#defaults = defaults;
    const named: Named[] = [];
    let hasMissing = false;
    // The tasks behind an added or removed one are the same as before, but for their rank.
    const shift = before.length - syntax.tasks.length;
    let isMadeSame = shift === 0;
    for (let index = 0; index < syntax.tasks.length; index++) {
      const task = syntax.tasks[index];
      if (!task) continue;
      const known = before[index]?.block === task.block ? before[index] : before[index + shift];
      const now = known?.block === task.block ? known : this.#name(analysis, task);
      if (now !== known && (!isQuiet(now) || !isQuiet(known))) isMadeSame = false;
      named.push(now);
      hasMissing ||= now.missing.length > 0;
    }
    this.#named = named;
    if (!isMadeSame) this.#made = undefined;
    if (!hasMissing) return [];
    const problems = this.#tellAll(analysis, named);
    return kept.units?.rarities.silences === 0 ? problems : withoutIgnored(analysis.text, problems);
  }

  #tellAll({ source, syntax }: Analysis, named: readonly Named[]): readonly Problem[] {
    this.#made ??= madeBy(named);
    const { beginnings, mentions, fetching } = this.#made;
    const before = new MadeBefore(syntax, fetching, this.#onlyRuns);
    const problems: Problem[] = [];
    for (const [index, one] of named.entries()) {
      const task = syntax.tasks[index];
      if (one.missing.length === 0 || !task || before.mayBe(task.block)) continue;
      one.told ??= one.missing.map(file => (this.#isCertain(source, task, file) ? this.#tell(file) : undefined));
      for (const [at, file] of one.missing.entries()) {
        const told = one.told[at];
        const isMade =
          beginnings.some(written => plain(file.path).startsWith(written)) || mentions.has(nameOf(file.path));
        if (told && !isMade) problems.push(shiftProblem(told, task.start));
      }
      if (problems.length >= most) break;
    }
    return problems;
  }

  /** Whether nothing before it in its script may write a file, nor a task above it the folder. */
  #isCertain(text: TextParts, task: TaskSyntax, { path, range }: NamedFile): boolean {
    const run = valueUnder(task.block.body, 'run')?.range.start ?? 0;
    const before = withoutStart(text.slice(task.start + run, task.start + range.start));
    const isFirst = before.trim() === '' && !valueUnder(task.block.body, 'needs');
    return onlyKnown(before) && (isFirst || !this.#isFolderMissing(path));
  }

  #name(analysis: Analysis, task: TaskSyntax): Named {
    const { body } = task.block;
    const all = scriptFiles(analysis, task);
    const started = all.length === 0 ? all : commandFiles(analysis, task, all);
    const missing = started.filter(({ path }) => this.#isMissing(path));
    const writes = entriesOf(valueUnder(body, 'outputs')).flatMap(({ value }) => {
      const path = scalarOf(value, 'path');
      return path ? [plain(path.text.split(/\$\{\{|[*?[{]/)[0] ?? '')] : [];
    });
    const starts = started.map(({ range }) => range.start + task.start);
    const others = all.filter(({ range }) => !starts.includes(range.start));
    const mentions = others.map(({ path }) => nameOf(path));
    return { block: task.block, missing, fetches: mayFetch(task.block), writes, mentions };
  }

  #isFolderMissing(path: string): boolean {
    const slash = plain(path).lastIndexOf('/');
    return slash > 0 && this.#isMissing(plain(path).slice(0, slash));
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

/** Whether a task makes nothing that others may run. */
function isQuiet(task: Named | undefined): boolean {
  return task !== undefined && task.writes.length === 0 && task.mentions.length === 0 && !task.fetches;
}

function madeBy(named: readonly Named[]): Made {
  const writes = new Set<string>();
  const mentions = new Set<string>();
  const fetching: TaskBlock[] = [];
  for (const task of named) {
    for (const path of task.writes) writes.add(path);
    for (const name of task.mentions) mentions.add(name);
    if (task.fetches) fetching.push(task.block);
  }
  return { beginnings: [...writes], mentions, fetching };
}

function plain(path: string): string {
  return path.trim().replace(/^(?:\.\/)+/, '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A part of a script without the sign or the quote that it begins with, and without the command that it ends in. */
function withoutStart(part: string): string {
  const script = part.replace(/^(?:\|[-+]?|["'])/, '');
  const last = Math.max(...['\n', ';', '&&', '|', '('].map(sign => script.lastIndexOf(sign)));
  return script.slice(0, Math.max(0, last));
}

function sameText(one: EntrySyntax | undefined, other: EntrySyntax | undefined): boolean {
  return one === other || JSON.stringify(one?.value) === JSON.stringify(other?.value);
}
