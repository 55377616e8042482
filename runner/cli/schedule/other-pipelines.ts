import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from '../../../pipeline/pipeline.ts';
import type { RunTrigger } from '../../event.ts';
import { runFolder, runsFolder } from '../../layout.ts';
import { readRun } from '../../run-directory/read-run.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRunIds } from '../../run-directory/run-list.ts';
import { summarise } from '../../run-directory/run-summary.ts';
import { TaskExpressions } from '../../task-expressions.ts';

/** How often runs are looked at whose end is waited for, and whether there are new ones. */
const lookMs = 500;

/** Tells of each end of a run of some pipelines, whoever started it; at first of all ends there were. Close it. */
export class OtherPipelines {
  readonly #files = new Map<string, Set<string>>();
  readonly #roots = new Map<string, { readonly done: Set<string>; watcher?: FSWatcher }>();
  readonly #ended: (file: string, end: RunTrigger, endedAt: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #again = false;

  constructor(ended: (file: string, end: RunTrigger, endedAt: number) => void) {
    this.#ended = ended;
  }

  /** Listens for a trigger that waits for runs of `file`, an absolute path. */
  listen(key: string, file: string): void {
    const known = this.#files.get(file);
    if (known) known.add(key);
    else this.#files.set(file, new Set([key]));
    const root = findRoot(dirname(file));
    // Runs that were passed over may be ones of this file.
    this.#roots.get(root)?.watcher?.close();
    this.#roots.set(root, { done: new Set() });
    this.#look();
  }

  leave(key: string): void {
    for (const [file, keys] of this.#files) if (keys.delete(key) && keys.size === 0) this.#files.delete(file);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#roots.values()) watcher?.close();
    this.#files.clear();
  }

  #look(): void {
    if (this.#isLooking) {
      this.#again = true;
      return;
    }
    this.#isLooking = true;
    clearTimeout(this.#timer);
    void this.#lookAll().finally(() => {
      this.#isLooking = false;
      if (this.#files.size === 0) return;
      this.#timer = setTimeout(() => this.#look(), this.#again ? 0 : lookMs);
      this.#again = false;
    });
  }

  async #lookAll(): Promise<void> {
    for (const [root, known] of this.#roots) {
      this.#watch(root, known);
      for (const id of (await listRunIds(root)).reverse()) {
        if (!known.done.has(id) && (await this.#lookAt(root, id))) known.done.add(id);
      }
    }
  }

  /** Whether nothing more is to be heard of a run. */
  async #lookAt(root: string, id: string): Promise<boolean> {
    const folder = runFolder(root, id);
    const summary = await summarise(id, folder);
    if (!summary) return false;
    if (summary.kind !== 'run' || !this.#files.has(summary.file)) return true;
    if (summary.endedAt === undefined) return false;
    const { status } = summary;
    if (status !== 'success' && status !== 'failed' && status !== 'cancelled') return true;
    const outputs = await outputsOfRun(folder);
    const end = { kind: 'pipeline', scheduledAt: summary.endedAt, run: id, status, outputs } as const;
    this.#ended(summary.file, end, summary.endedAt);
    return true;
  }

  #watch(root: string, known: { watcher?: FSWatcher }): void {
    if (known.watcher) return;
    try {
      known.watcher = watch(runsFolder(root), { persistent: false }, () => this.#look());
      known.watcher.on('error', () => {});
    } catch {
      // Nothing has run there yet: the slow look finds the folder when it comes.
    }
  }
}

/** The `outputs` of the pipeline, worked out from how its tasks ended; what cannot be worked out is left out. */
async function outputsOfRun(folder: string): Promise<Readonly<Record<string, Json>>> {
  const reading = await readRun(folder);
  if (reading.kind !== 'run') return {};
  const expressions = new TaskExpressions(reading.state);
  const found: Record<string, Json> = {};
  for (const [name, template] of Object.entries(reading.state.started.pipeline.outputs)) {
    const value = expressions.value(template, {}, {});
    if (value.ok) found[name] = value.value;
  }
  return found;
}
