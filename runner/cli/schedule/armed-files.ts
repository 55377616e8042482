import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isPipelineName } from '../check/pipeline-files.ts';
import { type FileReading, PipelineReader } from './pipeline-reader.ts';

/** Pipeline files that are read now and with each edit. Close them. */
export interface ArmedFiles {
  /** Reads all files there are; then listens for edits. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Folders that are full of files that are nobody's own. */
export const passedOver: ReadonlySet<string> = new Set([
  ...['.git', '.dagwright', 'node_modules', '__pycache__', '.venv', 'venv', '.tox', '.mypy_cache'],
]);

/** All pipeline files below a folder. */
export class FilesBelow implements ArmedFiles {
  readonly #folder: string;
  readonly #reader: PipelineReader;
  #watcher: FSWatcher | undefined;

  /** `read` hears what each file says, at first and with each edit. */
  constructor(folder: string, read: (file: string, reading: FileReading) => Promise<void>) {
    this.#folder = folder;
    this.#reader = new PipelineReader(read);
  }

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
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, path => this.#reader.soon(path));
    watcher.on('error', () => {});
    await new Promise<void>(resolve => watcher.once('ready', resolve));
    for (const file of pipelinesBelow(this.#folder)) await this.#reader.take(file);
  }

  async close(): Promise<void> {
    this.#reader.close();
    await this.#watcher?.close();
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
