import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from '../../../pipeline/pipeline.ts';
import type { RunTrigger } from '../../event.ts';
import { journalFile, runFolder, runsFolder } from '../../layout.ts';
import { readRun } from '../../run-directory/read-run.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRunIds } from '../../run-directory/run-list.ts';
import { summarise } from '../../run-directory/run-summary.ts';
import { TaskExpressions } from '../../task-expressions.ts';

/** How often runs are looked at whose end is waited for, and whether there are new ones. */
const lookMs = 500;

/** There may be thousands of runs, and of new ones the system tells. */
const listMs = 5000;

interface KnownRuns {
  /** Runs, and how the journal of each lay there when it was looked at; nothing for one of which nothing more is to be heard. */
  readonly looks: Map<string, string | undefined>;
  /** When they were listed, unless there may be others now. */
  listedAt?: number | undefined;
  watcher?: FSWatcher;
}

interface HeardEnd {
  readonly file: string;
  readonly end: RunTrigger;
}

/** Tells of each end of a run of some pipelines, whoever started it; at first of all ends there were, the oldest first. Close it. */
export class OtherPipelines {
  readonly #files = new Map<string, Set<string>>();
  readonly #roots = new Map<string, KnownRuns>();
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
    this.#roots.set(root, { looks: new Map() });
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
      await list(root, known);
      const ends: HeardEnd[] = [];
      for (const [id, before] of known.looks) {
        if (before === undefined) continue;
        const stamp = stampOf(runFolder(root, id));
        // One that goes on for long may have written much, and has not ended before it wrote more.
        if (before === stamp) continue;
        const looked = await this.#lookAt(root, id);
        known.looks.set(id, looked === 'goes on' ? stamp : undefined);
        if (typeof looked === 'object') ends.push(looked);
      }
      ends.sort((one, other) => one.end.scheduledAt - other.end.scheduledAt);
      for (const { file, end } of ends) this.#ended(file, end, end.scheduledAt);
    }
  }

  /** The end of a run, when one is waited for. */
  async #lookAt(root: string, id: string): Promise<HeardEnd | 'goes on' | undefined> {
    const folder = runFolder(root, id);
    const summary = await summarise(id, folder);
    if (!summary) return 'goes on';
    if (summary.kind !== 'run' || !this.#files.has(summary.file)) return undefined;
    if (summary.endedAt === undefined) return 'goes on';
    const { status, file } = summary;
    if (status !== 'success' && status !== 'failed' && status !== 'cancelled') return 'goes on';
    const outputs = await outputsOfRun(folder);
    return { file, end: { kind: 'pipeline', scheduledAt: summary.endedAt, run: id, status, outputs } };
  }

  #watch(root: string, known: KnownRuns): void {
    if (known.watcher) return;
    try {
      known.watcher = watch(runsFolder(root), { persistent: false }, () => {
        known.listedAt = undefined;
        this.#look();
      });
      known.watcher.on('error', () => {});
    } catch {
      // Nothing has run there yet: the slow look finds the folder when it comes.
    }
  }
}

/** Takes up new runs, and forgets those that are gone. */
async function list(root: string, known: KnownRuns): Promise<void> {
  const { looks, listedAt, watcher } = known;
  const now = Date.now();
  if (watcher && listedAt !== undefined && now - listedAt >= 0 && now - listedAt < listMs) return;
  known.listedAt = now;
  const ids = await listRunIds(root);
  for (const id of ids) if (!looks.has(id)) looks.set(id, '');
  const there = new Set(ids);
  if (looks.size > there.size) for (const id of [...looks.keys()]) if (!there.has(id)) looks.delete(id);
}

function stampOf(folder: string): string {
  const stats = statSync(journalFile(folder), { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
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
