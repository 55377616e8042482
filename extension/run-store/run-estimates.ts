import { dirname } from 'node:path';
import { expectedSpans } from '../../runner/history/estimate.ts';
import { pastDurations } from '../../runner/history/past-durations.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import type { ReadableRun } from '../runs-view/run-text.ts';
import type { RunStore } from './run-store.ts';

/** How long runs are expected to take, as the past of their tasks tells; it is read once for each run. */
export class RunEstimates {
  readonly #store: RunStore;
  readonly #known = new Map<string, number | undefined>();

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** When a run that goes on is expected to end, in milliseconds since 1970; `undefined` when that is not known, or not yet. */
  endOf(run: ReadableRun): number | undefined {
    if (!this.#known.has(run.folder)) {
      if (this.#known.size > mostKept) this.#known.clear();
      this.#known.set(run.folder, undefined);
      void this.#read(run);
    }
    return this.#known.get(run.folder);
  }

  async #read(run: ReadableRun): Promise<void> {
    const state = await this.#store.load(run.folder);
    if (!state) return;
    const { started } = state;
    const durations = await pastDurations(findRoot(dirname(run.file)), started.file);
    const spans = expectedSpans(started.pipeline.tasks, durations, started.maxParallel);
    const longest = Math.max(0, ...[...spans.values()].map(([, to]) => to));
    if (longest > 0) this.#known.set(run.folder, started.at + longest);
  }
}

const mostKept = 100;
