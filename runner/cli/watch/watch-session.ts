import type { RunEvent, Selection } from '../../event.ts';
import { runPipeline } from '../../run-pipeline.ts';
import { applyEvent, initialState, type RunState } from '../../run-state.ts';
import type { Cause } from '../../select/cause.ts';
import { unsuccessful } from '../../select/rerun.ts';
import { taskChanges } from '../../select/task-changes.ts';
import { Refusal } from '../refusal.ts';
import { type Again, runAgain } from '../rerun/repeated.ts';
import { withGiven } from '../run/given-from-outside.ts';
import { type PreparedRun, prepareRun, type RunWishes } from '../run/prepare-run.ts';
import { type Presentation, presentRun } from '../run/present-run.ts';
import { selectedRun } from '../run/selected-run.ts';
import type { StopSignals } from '../run/stop-signals.ts';
import { type FileChange, FileChanges } from './file-changes.ts';
import { FileContents } from './file-contents.ts';
import { filesInError } from './files-in-error.ts';
import { OwnWrites } from './own-writes.ts';
import { SessionRuns } from './session-runs.ts';
import type { WatchTeller } from './watch-teller.ts';
import { type WatchedFiles, watchedFiles } from './watched-files.ts';

/** What is watched. */
export interface Watched {
  readonly file: string;
  readonly wishes: RunWishes & Presentation;
  readonly selection?: Selection;
}

/**
 * Runs a pipeline, and again what each edit touches, until it is stopped. A run whose work an edit has made outdated is cancelled
 * first; one that has not come that far yet goes on. What has not succeeded is tried again with each edit.
 */
export class WatchSession {
  readonly #watched: Watched;
  readonly #stop: StopSignals;
  readonly #teller: WatchTeller;
  readonly #changes = new FileChanges(() => void this.#cancelOutdated());
  readonly #own = new OwnWrites();
  readonly #contents = new FileContents();
  readonly #runs = new SessionRuns();
  #files: WatchedFiles | undefined;
  /** What has changed since the newest run began, and no run has answered yet. */
  #unanswered: ReadonlyMap<string, FileChange> = new Map();
  /** What changed in run after run; it counts again with the next edit. */
  readonly #doubtful = new Map<string, FileChange>();
  /** How the newest run stands, while it goes on and after it. */
  #state: RunState | undefined;
  #cancel: AbortController | undefined;
  #secrets: Readonly<Record<string, string>> = {};
  #exitCode = 0;

  constructor(watched: Watched, stop: StopSignals, teller: WatchTeller) {
    this.#watched = watched;
    this.#stop = stop;
    this.#teller = teller;
  }

  /** Answers the exit code. A `Refusal` says why there is nothing that could be watched. */
  async go(): Promise<number> {
    try {
      const first = await this.#prepare();
      if (first) await this.#run(first);
      while (!this.#stop.polite.aborted) {
        if (this.#changes.changes.size === 0) this.#teller.waits(this.#files?.places.length ?? 1, this.#watched.file);
        const changes = await this.#nextChanges();
        if (this.#stop.polite.aborted) break;
        const next = await this.#answer(changes);
        if (next) await this.#run(next);
      }
      return this.#exitCode;
    } finally {
      await this.#changes.close();
    }
  }

  /** The run of the file as it is now, or nothing when it has errors, which are told. What there is to listen at is known afterwards. */
  async #prepare(): Promise<PreparedRun | undefined> {
    const { file, wishes, selection } = this.#watched;
    try {
      const prepared = await prepareRun(file, wishes);
      await this.#listen(watchedFiles(prepared.options));
      const part = selection ? await selectedRun(prepared, selection, this.#state ? [this.#state] : []) : prepared;
      return await this.#withGiven(part);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#teller.refused(error.message);
      await this.#listen(filesInError(file, this.#files));
      return undefined;
    }
  }

  async #listen(files: WatchedFiles): Promise<void> {
    this.#files = files;
    await this.#changes.listen(files);
    this.#contents.learn(this.#changes.files.filter(path => files.writersOf(path).length === 0));
  }

  /** Secrets are taken out of the environment when a run begins: for the next they are put back. */
  async #withGiven(prepared: PreparedRun): Promise<PreparedRun> {
    Object.assign(process.env, this.#secrets);
    const given = await withGiven(prepared, { detached: this.#state !== undefined });
    for (const { secrets } of given.options.given?.values() ?? []) this.#secrets = { ...this.#secrets, ...secrets };
    return given;
  }

  async #run({ options, notes }: PreparedRun): Promise<void> {
    this.#cancel = new AbortController();
    const { polite, atOnce } = this.#stop;
    const stop = { polite: AbortSignal.any([polite, this.#cancel.signal]), atOnce };
    const fold = (event: RunEvent) => {
      if (event.type === 'run_started') {
        this.#state = initialState(event);
        this.#unanswered = new Map();
      } else if (this.#state) applyEvent(this.#state, event);
    };
    const carryOut: Parameters<typeof presentRun>[2] = ({ onEvent, signal, killSignal }) => {
      const both = (event: RunEvent) => {
        fold(event);
        onEvent(event);
      };
      return runPipeline({ ...options, onEvent: both, signal, killSignal });
    };
    try {
      await presentRun({ root: options.root, notes }, this.#watched.wishes, carryOut, stop);
      if (polite.aborted) this.#exitCode = 130;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#teller.refused(error.message);
    } finally {
      this.#cancel = undefined;
      // What it wrote last is heard of after its end.
      await this.#changes.quiet(polite);
      this.#forgetOwn();
      if (this.#state) this.#own.ended(this.#state.started.runId);
      if (this.#doubtful.size > 0) this.#teller.doubts([...this.#doubtful.keys()]);
      this.#unanswered = new Map([...this.#unanswered, ...this.#doubtful]);
      this.#doubtful.clear();
      if (this.#state) this.#runs.keep(options.root, this.#state.started.runId);
    }
  }

  /** Cancels the run that goes on when it has begun what an edit touches. */
  async #cancelOutdated(): Promise<void> {
    const cancel = this.#cancel;
    if (!cancel) return;
    this.#forgetOwn();
    this.#forgetSame();
    for (const [path, change] of this.#changes.changes) {
      const isOutdated = this.#files?.isPipeline(path) ? await this.#isOtherPipeline() : this.#hasBegun(path, change);
      if (!isOutdated || cancel !== this.#cancel || cancel.signal.aborted) continue;
      this.#teller.cancels(path);
      cancel.abort();
    }
  }

  /** Whether the file says something else than what is run. One with errors waits until the run is over. */
  async #isOtherPipeline(): Promise<boolean> {
    const { file, wishes, selection } = this.#watched;
    try {
      const { options } = await prepareRun(file, wishes);
      const changes = this.#state ? [...taskChanges(this.#state.started, options).values()] : [];
      return changes.some(({ kind }) => kind !== 'new' || !selection);
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  #hasBegun(path: string, change: FileChange): boolean {
    return this.#readersOf(path, change).some(name => {
      const task = this.#state?.tasks.get(name);
      return task !== undefined && (task.attempts.length > 0 || task.source !== undefined);
    });
  }

  /** The tasks that read a file and have not begun after it changed. */
  #readersOf(path: string, { at }: FileChange): readonly string[] {
    return (this.#files?.readersOf(path) ?? []).filter(name => {
      const begun = this.#state?.tasks.get(name)?.attempts[0]?.startedAt;
      return begun === undefined || begun <= at;
    });
  }

  async #nextChanges(): Promise<ReadonlyMap<string, FileChange>> {
    const { polite } = this.#stop;
    do {
      await this.#changes.come(polite);
      this.#forgetOwn();
      const same = this.#forgetSame();
      if (same.length > 0 && this.#changes.changes.size === 0) this.#teller.same(same);
    } while (this.#changes.changes.size === 0 && !polite.aborted);
    const changes = this.#changes.take();
    for (const path of changes.keys()) this.#contents.look(path);
    return changes;
  }

  #forgetOwn(): void {
    if (!this.#files || !this.#state) return;
    for (const [path, change] of this.#changes.changes) {
      const own = this.#own.isOwn(path, change, this.#files, this.#state);
      if (!own) continue;
      this.#changes.forget(path);
      this.#contents.leave(path);
      if (own === 'usual') this.#doubtful.set(path, change);
    }
  }

  /** What was touched only. */
  #forgetSame(): readonly string[] {
    const same = [...this.#changes.changes.keys()].filter(path => this.#contents.isSame(path));
    for (const path of same) this.#changes.forget(path);
    return same;
  }

  async #answer(news: ReadonlyMap<string, FileChange>): Promise<PreparedRun | undefined> {
    const changes = new Map([...this.#unanswered, ...news]);
    this.#unanswered = changes;
    const isPipeline = [...changes.keys()].some(path => this.#files?.isPipeline(path) ?? true);
    const before = this.#state;
    const prepared = await this.#prepare();
    if (!prepared) return undefined;
    if (!before) return prepared;
    const start = new Map<string, Cause>();
    for (const [path, change] of changes) {
      for (const name of this.#readersOf(path, change)) start.set(name, { kind: 'input', path, what: change.what });
    }
    const again = runAgain(prepared, before, (tasks, past) => new Map([...unsuccessful(tasks, past), ...start]));
    const woke = [...changes.keys()];
    if (!again || (start.size === 0 && !isPipeline)) {
      this.#teller.nothing(woke);
      this.#unanswered = new Map();
      return undefined;
    }
    this.#teller.runs(woke, namesOf(again));
    return { options: { ...again.options, rerunOf: before.started.runId }, notes: [] };
  }
}

function namesOf({ plan }: Again): readonly string[] {
  return plan.tasks.flatMap(({ name }) => (plan.causes.has(name) ? [name] : []));
}
