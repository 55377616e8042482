import { type FSWatcher, watch } from 'chokidar';
import type { ArmedFiles } from './armed-files.ts';
import { type FileReading, PipelineReader } from './pipeline-reader.ts';

/** Pipeline files that are named one by one, more of them at any time. */
export class NamedFiles implements ArmedFiles {
  readonly #files = new Set<string>();
  readonly #reader: PipelineReader;
  #watcher: FSWatcher | undefined;

  /** `files` are absolute; `read` hears what each says, at first and with each edit. */
  constructor(files: Iterable<string>, read: (file: string, reading: FileReading) => Promise<void>) {
    this.#files = new Set(files);
    this.#reader = new PipelineReader(read);
  }

  async open(): Promise<void> {
    const watcher = watch([...this.#files], { ignoreInitial: true, ignorePermissionErrors: true });
    this.#watcher = watcher;
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, path => this.#reader.soon(path));
    watcher.on('error', () => {});
    for (const file of this.#files) await this.#reader.take(file);
  }

  /** Reads more files from now on. */
  async add(files: Iterable<string>): Promise<void> {
    for (const file of files) {
      if (this.#files.has(file)) continue;
      this.#files.add(file);
      this.#watcher?.add(file);
      await this.#reader.take(file);
    }
  }

  async close(): Promise<void> {
    this.#reader.close();
    await this.#watcher?.close();
  }
}
