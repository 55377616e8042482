import { basename, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { WatchedFiles } from './watched-files.ts';

/** A file that changed, and when that was heard last. */
export interface FileChange {
  readonly what: 'changed' | 'new' | 'deleted';
  readonly at: number;
}

/** Changes are one when they come closer together than this: an editor replaces a file by several steps, `git checkout` hundreds. */
const settleMs = 120;

/** Gathers the changes of files. Editors that replace a file by another are seen as one change of it. Close it. */
export class FileChanges {
  readonly #changes = new Map<string, FileChange>();
  readonly #heard: () => void;
  #watcher: FSWatcher | undefined;
  #key: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  /** `heard` is called when changes have settled. */
  constructor(heard: () => void) {
    this.#heard = heard;
  }

  /** Listens at `files` instead of what it listened at before; resolves when it does. Nothing is missed in between. */
  async listen(files: WatchedFiles): Promise<void> {
    if (files.key === this.#key) return;
    const before = this.#watcher;
    const watcher = watch([...files.places], {
      ignoreInitial: true,
      ignorePermissionErrors: true,
      ignored: (path, stats) =>
        passedOver.has(basename(path)) || (stats?.isFile() === true && !files.isOfInterest(path)),
    });
    this.#watcher = watcher;
    this.#key = files.key;
    watcher.on('add', path => this.#hear(path, 'new'));
    watcher.on('change', path => this.#hear(path, 'changed'));
    watcher.on('unlink', path => this.#hear(path, 'deleted'));
    // A folder that may not be read is not watched; the rest is.
    watcher.on('error', () => {});
    await new Promise<void>(resolve => watcher.once('ready', resolve));
    await before?.close();
  }

  /** The files that are there, of those that are listened at. */
  get files(): readonly string[] {
    const watched = Object.entries(this.#watcher?.getWatched() ?? {});
    return watched.flatMap(([folder, names]) => names.map(name => join(folder, name)));
  }

  /** What has changed so far. */
  get changes(): ReadonlyMap<string, FileChange> {
    return this.#changes;
  }

  /** Forgets the change of a file. */
  forget(path: string): void {
    this.#changes.delete(path);
  }

  /** Waits for what is still to be heard of what has happened by now, or for `signal`. */
  async quiet(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#settle();
    while (this.#timer && !signal.aborted) await this.#woken(signal);
  }

  /** Waits until changes are there and have settled, or until `signal` aborts. */
  async come(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#changes.size === 0 || this.#timer)) await this.#woken(signal);
  }

  /** What has changed so far; it begins anew. */
  take(): ReadonlyMap<string, FileChange> {
    const taken = new Map(this.#changes);
    this.#changes.clear();
    return taken;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #woken(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #hear(path: string, what: FileChange['what']): void {
    // Removed and made again is changed.
    const isReplaced = what === 'new' && this.#changes.get(path)?.what === 'deleted';
    this.#changes.set(path, { what: isReplaced ? 'changed' : what, at: Date.now() });
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#heard();
      this.#wake?.();
    }, settleMs);
  }
}

const passedOver: ReadonlySet<string> = new Set(['.git', '.dagwright', 'node_modules', '__pycache__']);
