import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { expectedSpans } from '../../runner/history/estimate.ts';
import { pastDurations } from '../../runner/history/past-durations.ts';
import { runPath } from '../../runner/history/run-path.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import type { RunState } from '../../runner/run-state.ts';
import type { TaskSpan } from '../graph/messages.ts';
import type { RunTimes } from '../graph/run-facts.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { samePath } from '../run-store/same-path.ts';
import type { ReadableRun } from '../runs-view/run-text.ts';
import { taskSpans, taskTimes } from '../task-lines/task-times.ts';

/** How the newest run of a file lies in time, beside the one before it and what the past lets expect. */
export class GraphTimes {
  readonly #store: RunStore;
  /** Of the run in the folder that was asked for last, what does not change while it goes on. */
  readonly #past = new Map<string, Promise<Past>>();

  constructor(store: RunStore) {
    this.#store = store;
  }

  async of(uri: vscode.Uri): Promise<RunTimes> {
    const run = uri.scheme === 'file' ? this.#store.newestOf(uri.fsPath) : undefined;
    const state = run && (await this.#store.load(run.folder));
    if (!run || !state) return { run: null, startedAt: 0, endedAt: 0, tasks: [] };
    const { before, expected } = await this.#pastOf(run, state);
    const { endedAt } = state;
    const isOver = state.status !== 'running';
    return {
      ...{ run: run.folder, startedAt: state.started.at, tasks: taskTimes(state), before },
      ...(isOver ? { endedAt: endedAt ?? lastEnd(state), criticalPath: runPath(state).critical } : {}),
      ...(isOver ? {} : { expected }),
    };
  }

  #pastOf(run: ReadableRun, state: RunState): Promise<Past> {
    const known = this.#past.get(run.folder);
    if (known) return known;
    this.#past.clear();
    const past = this.#readPast(run, state);
    this.#past.set(run.folder, past);
    return past;
  }

  async #readPast(run: ReadableRun, { started }: RunState): Promise<Past> {
    const earlier = this.#store
      .runs()
      .find(other => other.kind === 'run' && samePath(other.file, run.file) && other.startedAt < run.startedAt);
    const state = earlier && (await this.#store.load(earlier.folder));
    const durations = await pastDurations(findRoot(dirname(run.file)), started.file);
    const spans = expectedSpans(started.pipeline.tasks, durations, started.maxParallel);
    return {
      before: state ? taskSpans(state) : [],
      expected: [...spans].map(([task, [from, to]]) => [task, from, to]),
    };
  }
}

interface Past {
  readonly before: readonly TaskSpan[];
  readonly expected: readonly TaskSpan[];
}

/** Of a run without an end: when something was last heard of it. */
function lastEnd({ started, tasks }: RunState): number {
  let last = started.at;
  for (const { attempts, endedAt } of tasks.values()) last = Math.max(last, endedAt ?? attempts.at(-1)?.startedAt ?? 0);
  return last;
}
