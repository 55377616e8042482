import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { isPipelineName } from '../check/pipeline-files.ts';
import { passedOver, watchFolders } from './folder-watch.ts';
import { type FileReading, PipelineReader } from './pipeline-reader.ts';

/** Pipeline files that are read now and with each edit. Close them. */
export interface ArmedFiles {
  /** Reads all files there are; then listens for edits. */
  open(): Promise<void>;
  close(): Promise<void>;
}

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
    let isReady = false;
    const watcher = watchFolders([this.#folder], {
      followsLinks: false,
      enters: () => true,
      file: path => {
        if (isPipelineName(basename(path))) this.#reader.soon(path);
      },
      folderCame: folder => {
        if (isReady) for (const file of pipelinesBelow(folder)) this.#reader.soon(file);
      },
      folderWent: folder => this.#reader.lookBelow(folder),
    });
    this.#watcher = watcher;
    await new Promise<void>(resolve => watcher.once('ready', resolve));
    isReady = true;
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
