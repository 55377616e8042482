import { onlyRunsScripts } from './script-effects.ts';
import type { PipelineSyntax, TaskBlock } from './syntax.ts';

/**
 * Whether files may have been made by the time that a task starts, by programs that do not say which: by any task above
 * it that does more than run scripts, or by one that fetches and is not below it. Each task is looked at once for all questions.
 */
export class MadeBefore {
  readonly #tasks: PipelineSyntax['tasksByName'];
  readonly #fetching: readonly TaskBlock[];
  readonly #onlyRuns: WeakMap<TaskBlock, boolean>;
  readonly #makes = new Map<TaskBlock, boolean>();
  readonly #aboveFetching = new Map<TaskBlock, ReadonlySet<TaskBlock>>();

  /** `onlyRuns` keeps what is known of a task by itself for whoever asks next. */
  constructor(
    { tasksByName }: PipelineSyntax,
    fetching: readonly TaskBlock[],
    onlyRuns = new WeakMap<TaskBlock, boolean>(),
  ) {
    this.#tasks = tasksByName;
    this.#fetching = fetching;
    this.#onlyRuns = onlyRuns;
  }

  mayBe(task: TaskBlock): boolean {
    if (this.#fetching.length > mostFetching) return true;
    if (this.#fetching.some(other => other === task || !this.#allAbove(other).has(task))) return true;
    return this.#needsOf(task).some(need => this.#make(need));
  }

  /** Whether a task, or any above it, may make files. On a circle of needs nobody starts, so what it says does not matter. */
  #make(asked: TaskBlock): boolean {
    const way: TaskBlock[] = [asked];
    for (let task = way.at(-1); task; task = way.at(-1)) {
      if (!this.#makes.has(task)) {
        const makes = !this.#onlyRunsScripts(task);
        this.#makes.set(task, makes);
        const open = makes ? [] : this.#needsOf(task).filter(need => !this.#makes.has(need));
        if (open.length > 0) {
          way.push(...open);
          continue;
        }
      }
      way.pop();
      if (this.#needsOf(task).some(need => this.#makes.get(need))) this.#makes.set(task, true);
    }
    return this.#makes.get(asked) ?? false;
  }

  #onlyRunsScripts(task: TaskBlock): boolean {
    const known = this.#onlyRuns.get(task);
    if (known !== undefined) return known;
    const found = onlyRunsScripts(task);
    this.#onlyRuns.set(task, found);
    return found;
  }

  #needsOf(task: TaskBlock): readonly TaskBlock[] {
    return task.needs.flatMap(({ text }) => this.#tasks.get(text)?.block ?? []);
  }

  #allAbove(task: TaskBlock): ReadonlySet<TaskBlock> {
    const known = this.#aboveFetching.get(task);
    if (known) return known;
    const found = new Set([task]);
    for (const block of found) for (const need of this.#needsOf(block)) found.add(need);
    this.#aboveFetching.set(task, found);
    return found;
  }
}

/** With more of them, everything counts as fetched. */
const mostFetching = 5;
