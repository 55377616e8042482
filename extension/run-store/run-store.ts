import { basename, join } from 'node:path';
import { runsFolder } from '../../runner/layout.ts';
import { type RunSummary, summarise, summaryOf } from '../../runner/run-directory/run-summary.ts';
import type { RunState } from '../../runner/run-state.ts';
import type { ReadableRun } from '../runs-view/run-text.ts';
import { FollowedRun, type RunProgress } from './followed-run.ts';
import { InterruptedRuns } from './interrupted-runs.ts';
import { PastRuns } from './past-runs.ts';
import { RunRoot } from './run-root.ts';
import { type RunsChange, RunsNews } from './runs-change.ts';
import { pathKey } from './same-path.ts';

/** A folder of a run that has no journal yet is looked at again after the first, then after twice as long, up to the last. */
const firstRetryMs = 25;
const lastRetryMs = 3200;
/** How many journals are read at the same time. */
const atOnce = 16;

/** All that the editor knows of runs, read from their directories and from nowhere else; every view is fed by it. Dispose of it. */
export class RunStore implements Disposable {
  readonly #roots = new Map<string, { readonly watched: RunRoot; ids: ReadonlySet<string> | undefined }>();
  readonly #summaries = new Map<string, RunSummary>();
  readonly #followed = new Map<string, FollowedRun>();
  readonly #past = new PastRuns();
  readonly #interrupted = new InterruptedRuns(folder => this.#lookAgain(folder));
  readonly #retries = new Map<string, NodeJS.Timeout>();
  readonly #news = new RunsNews(changed => this.#updateSummaries(changed));
  #sorted: SortedRuns | undefined;

  /** Begins to watch the runs that the folder `root` remembers; asking again is nothing. */
  addRoot(root: string): void {
    if (this.#roots.has(root)) return;
    const watched = new RunRoot(root, ids => this.#takeIds(root, ids));
    this.#roots.set(root, { watched, ids: undefined });
  }

  /** Stops watching every root that is not among `roots`, and forgets its runs. */
  keepRoots(roots: ReadonlySet<string>): void {
    for (const [root, { watched, ids }] of this.#roots) {
      if (roots.has(root)) continue;
      watched[Symbol.dispose]();
      this.#roots.delete(root);
      for (const id of ids ?? []) this.#forget(join(runsFolder(root), id));
    }
  }

  /** Looks for new runs now, and resolves when what is there is known. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#roots.values()].map(({ watched }) => watched.look()));
    const all = [...this.#roots].flatMap(([root, { ids }]) => [...(ids ?? [])].map(id => ({ root, id })));
    const late = all.filter(({ root, id }) => !this.#summaries.has(join(runsFolder(root), id)));
    await Promise.all(late.map(({ root, id }) => this.#takeRun(root, id, true, Number.POSITIVE_INFINITY)));
  }

  /** Every run known, the newest first. */
  runs(): readonly RunSummary[] {
    return this.#sort().all;
  }

  /** The newest run of a pipeline file. */
  newestOf(file: string): ReadableRun | undefined {
    return this.#sort().newestByFile.get(pathKey(file));
  }

  /** How the newest run of a pipeline file stands; when that is not in memory it is read, and listeners are told. */
  newestStateOf(file: string): RunState | undefined {
    const folder = this.newestOf(file)?.folder;
    if (folder === undefined) return undefined;
    const state = this.state(folder);
    if (!state) this.#past.load(folder).then(loaded => loaded && this.#news.progressed(folder, new Set()));
    return state;
  }

  /** How the run in `folder` stands when that is in memory: because it goes on, or was asked for by `load`. */
  state(folder: string): RunState | undefined {
    return this.#followed.get(folder)?.state ?? this.#past.state(folder);
  }

  /** How the run in `folder` stands; `undefined` when it cannot be read. */
  async load(folder: string): Promise<RunState | undefined> {
    return this.#followed.get(folder)?.state ?? this.#past.load(folder);
  }

  /** Calls `listener` after changes, until what is answered is disposed of. */
  onDidChange(listener: (change: RunsChange) => void): Disposable {
    return this.#news.listen(listener);
  }

  [Symbol.dispose](): void {
    for (const { watched } of this.#roots.values()) watched[Symbol.dispose]();
    for (const timer of this.#retries.values()) clearTimeout(timer);
    for (const run of this.#followed.values()) run[Symbol.dispose]();
    this.#interrupted[Symbol.dispose]();
    this.#news[Symbol.dispose]();
  }

  async #takeIds(root: string, ids: readonly string[]): Promise<void> {
    const entry = this.#roots.get(root);
    if (!entry) return;
    const before = entry.ids;
    entry.ids = new Set(ids);
    for (const id of before ?? []) if (!entry.ids.has(id)) this.#forget(join(runsFolder(root), id));
    const fresh = ids.filter(id => !before?.has(id));
    for (let start = 0; start < fresh.length; start += atOnce) {
      const batch = fresh.slice(start, start + atOnce);
      await Promise.all(batch.map(id => this.#takeRun(root, id, before !== undefined, firstRetryMs)));
    }
  }

  /** `isNew`: it was not there when the store first looked. */
  async #takeRun(root: string, id: string, isNew: boolean, retryMs: number): Promise<void> {
    const folder = join(runsFolder(root), id);
    const summary = await summarise(id, folder);
    if (!this.#roots.get(root)?.ids?.has(id) || this.#summaries.has(folder)) return;
    if (!summary) return this.#takeRunLater(root, id, retryMs);
    this.#takeSummary(folder, summary, isNew);
  }

  #takeSummary(folder: string, summary: RunSummary, isNew: boolean): void {
    this.#summaries.set(folder, summary);
    this.#sorted = undefined;
    this.#news.listChanged();
    if (summary.kind === 'run' && summary.status === 'interrupted') this.#interrupted.watch(folder);
    if (summary.kind === 'run' && summary.status === 'running') this.#follow(folder);
    else if (isNew) this.#news.ended(folder);
  }

  /** A run that was interrupted is read again when somebody goes on with it. */
  async #lookAgain(folder: string): Promise<void> {
    const summary = await summarise(basename(folder), folder);
    if (!summary || !this.#summaries.has(folder)) return;
    if (summary.kind !== 'run' || summary.status === 'interrupted') return;
    this.#interrupted.forget(folder);
    this.#past.forget(folder);
    this.#takeSummary(folder, summary, true);
  }

  #takeRunLater(root: string, id: string, retryMs: number): void {
    if (retryMs > lastRetryMs) return;
    const folder = join(runsFolder(root), id);
    const retry = () => {
      this.#retries.delete(folder);
      this.#takeRun(root, id, true, retryMs * 2);
    };
    this.#retries.set(folder, setTimeout(retry, retryMs));
  }

  #follow(folder: string): void {
    if (!this.#followed.has(folder)) this.#followed.set(folder, new FollowedRun(folder, this.#takeProgress));
  }

  readonly #takeProgress = (run: FollowedRun, { tasks, ended, lost }: RunProgress): void => {
    const { folder, state } = run;
    if (lost) this.#forget(folder);
    else this.#news.progressed(folder, tasks);
    if (lost || !ended) return;
    this.#followed.delete(folder);
    if (state) this.#past.keep(folder, state);
    if (state?.status === 'interrupted') this.#interrupted.watch(folder);
    this.#news.ended(folder);
  };

  #updateSummaries(changed: Iterable<string>): void {
    for (const folder of changed) {
      const [known, state] = [this.#summaries.get(folder), this.state(folder)];
      if (known && state) this.#summaries.set(folder, summaryOf(known.id, folder, state));
    }
    this.#sorted = undefined;
  }

  #sort(): SortedRuns {
    if (this.#sorted) return this.#sorted;
    const all = [...this.#summaries.values()].sort(newestFirst);
    const newestByFile = new Map<string, ReadableRun>();
    for (const run of all) {
      const file = run.kind === 'run' ? pathKey(run.file) : undefined;
      if (run.kind === 'run' && file !== undefined && !newestByFile.has(file)) newestByFile.set(file, run);
    }
    this.#sorted = { all, newestByFile };
    return this.#sorted;
  }

  #forget(folder: string): void {
    clearTimeout(this.#retries.get(folder));
    this.#followed.get(folder)?.[Symbol.dispose]();
    this.#followed.delete(folder);
    this.#interrupted.forget(folder);
    this.#past.forget(folder);
    this.#summaries.delete(folder);
    this.#sorted = undefined;
    this.#news.listChanged();
  }
}

interface SortedRuns {
  readonly all: readonly RunSummary[];
  readonly newestByFile: ReadonlyMap<string, ReadableRun>;
}

function newestFirst(first: RunSummary, second: RunSummary): number {
  const byTime = startedAt(second) - startedAt(first);
  return byTime !== 0 ? byTime : second.id.localeCompare(first.id);
}

/** A run whose start is not known stands at the end. */
function startedAt(run: RunSummary): number {
  return run.kind === 'run' ? run.startedAt : 0;
}
