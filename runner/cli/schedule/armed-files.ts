import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { isPipelineName } from '../check/pipeline-files.ts';
import { readPipelineFile } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';

/** What a pipeline file says, or why that is not known. */
export type FileReading = { readonly pipeline: Pipeline } | { readonly fault: string } | 'gone';

/** Folders that are full of files that are nobody's own. */
export const passedOver: ReadonlySet<string> = new Set([
  ...['.git', '.dagwright', 'node_modules', '__pycache__', '.venv', 'venv', '.tox', '.mypy_cache'],
]);

/** How long a file must be left alone before it is read: an editor writes in several steps. */
const settleMs = 150;
const slowLookMs = 10_000;

/** The pipeline files below a folder, read now and with each edit. Close it. */
export class ArmedFiles {
  readonly #folder: string;
  readonly #read: (file: string, reading: FileReading) => Promise<void>;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** How each file lay there when it was read last. */
  readonly #stamps = new Map<string, string | undefined>();
  #slowLook: NodeJS.Timeout | undefined;
  #watcher: FSWatcher | undefined;

  /** `read` hears what each file says, at first and with each edit. */
  constructor(folder: string, read: (file: string, reading: FileReading) => Promise<void>) {
    this.#folder = folder;
    this.#read = read;
  }

  /** Reads all files there are; then listens for edits. */
  async open(): Promise<void> {
    // First we listen, then we read: what changes in between is read twice.
    const watcher = watch(this.#folder, {
      ignoreInitial: true,
      ignorePermissionErrors: true,
      followSymlinks: false,
      ignored: (path, stats) =>
        passedOver.has(basename(path)) || (stats?.isFile() === true && !isPipelineName(basename(path))),
    });
    this.#watcher = watcher;
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, path => this.#soon(path));
    watcher.on('error', () => {});
    await new Promise<void>(resolve => watcher.once('ready', resolve));
    for (const file of pipelinesBelow(this.#folder)) await this.#take(file);
    this.#slowLook = setInterval(() => this.#lookSlowly(), slowLookMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#slowLook);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#watcher?.close();
  }

  #soon(file: string): void {
    clearTimeout(this.#timers.get(file));
    const timer = setTimeout(async () => {
      this.#timers.delete(file);
      await this.#take(file);
    }, settleMs);
    this.#timers.set(file, timer);
  }

  async #take(file: string): Promise<void> {
    this.#stamps.set(file, stampOf(file));
    const reading = await readArmed(file);
    if (reading === 'gone') this.#stamps.delete(file);
    await this.#read(file, reading);
  }

  /** For edits of which the system told nothing: network disks, too many watches. */
  #lookSlowly(): void {
    for (const [file, stamp] of this.#stamps) if (stampOf(file) !== stamp && !this.#timers.has(file)) this.#soon(file);
  }
}

function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

/** What a pipeline file says now. */
export async function readArmed(file: string): Promise<FileReading> {
  try {
    const { pipeline, problems } = analyse((await readPipelineFile(file)).text);
    if (pipeline) return { pipeline };
    const first = problems.find(({ severity }) => severity === 'error');
    return { fault: first?.message ?? 'It is not a valid pipeline.' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return existsSync(file) ? { fault: error.message } : 'gone';
  }
}

/** Every pipeline file below a folder; links to folders are not followed, and what may not be read is passed over. */
export function* pipelinesBelow(folder: string): Generator<string> {
  let entries: ReturnType<typeof entriesOf> = [];
  try {
    entries = entriesOf(folder);
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !passedOver.has(entry.name)) yield* pipelinesBelow(path);
    else if (!entry.isDirectory() && isPipelineName(entry.name)) yield path;
  }
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
