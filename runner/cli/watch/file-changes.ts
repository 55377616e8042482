import { existsSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { PlaceMarks } from './place-marks.ts';
import type { WatchedFiles } from './watched-files.ts';

/** A file that changed, and when that was heard last. */
export interface FileChange {
  readonly what: 'changed' | 'new' | 'deleted';
  readonly at: number;
}

/** Changes are one when they come closer together than this: an editor replaces a file by several steps, `git checkout` hundreds. */
const settleMs = 120;

/** How often it is looked whether what was gone is there again. */
const lookMs = 300;

/** Gathers the changes of files. Editors that replace a file by another are seen as one change of it. Close it. */
export class FileChanges {
  readonly #changes = new Map<string, FileChange>();
  readonly #heard: () => void;
  #watcher: FSWatcher | undefined;
  #files: WatchedFiles | undefined;
  #marks = new PlaceMarks([]);
  #looks: NodeJS.Timeout | undefined;
  /** The files that were there when it was last told. */
  #known = new Set<string>();
  /** Watchers are exchanged one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  /** `heard` is called when changes have settled. */
  constructor(heard: () => void) {
    this.#heard = heard;
  }

  /** Listens at `files` instead of what it listened at before; resolves when it does. Nothing is missed in between. */
  async listen(files: WatchedFiles): Promise<void> {
    if (files.key === this.#files?.key) return;
    this.#files = files;
    this.#marks = new PlaceMarks(files.places);
    this.#looks ??= setInterval(() => void this.#look(), lookMs);
    await this.#inTurn(() => this.#exchange(files));
  }

  /** The files that are there, of those that are listened at. */
  get files(): readonly string[] {
    const watched = this.#watcher?.getWatched() ?? {};
    const paths = Object.entries(watched).flatMap(([folder, names]) => names.map(name => join(folder, name)));
    return paths.filter(path => !Object.hasOwn(watched, path));
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
    await this.#look();
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
    clearInterval(this.#looks);
    await this.#inTurn(async () => this.#watcher?.close());
  }

  async #exchange(files: WatchedFiles): Promise<void> {
    const before = this.#watcher;
    // Of what is not there the watcher would take itself for ready too early; `#look` sees it come.
    const places = files.places.filter(place => existsSync(place));
    const watcher = watch(places, {
      ignoreInitial: true,
      ignorePermissionErrors: true,
      ignored: (path, stats) =>
        passedOver.has(basename(path)) || (stats?.isFile() === true && !files.isOfInterest(path)),
    });
    this.#watcher = watcher;
    watcher.on('addDir', path => this.#marks.find(path));
    watcher.on('add', path => {
      this.#marks.find(path);
      this.#known.add(path);
      this.#hear(path, 'new');
    });
    watcher.on('change', path => this.#hear(path, 'changed'));
    watcher.on('unlink', path => {
      this.#marks.lose(path);
      this.#known.delete(path);
      this.#hear(path, 'deleted');
    });
    // A folder that may not be read is not watched; the rest is.
    watcher.on('error', () => {});
    if (places.length > 0) await new Promise<void>(resolve => watcher.once('ready', resolve));
    await before?.close();
    this.#learn();
  }

  /** Listens anew where another file or folder stands than before, or none. */
  async #look(): Promise<void> {
    const places = this.#marks.changed();
    const files = this.#files;
    if (places.length === 0 || !files) return;
    const isBelow = (path: string) => places.some(place => path === place || path.startsWith(`${place}${sep}`));
    await this.#inTurn(async () => {
      const before = new Set(this.#known);
      await this.#exchange(files);
      for (const path of this.#known) if (isBelow(path)) this.#hear(path, before.has(path) ? 'changed' : 'new');
    });
  }

  /** A watcher that is closed may know of what is gone without having said so. */
  #learn(): void {
    const before = this.#known;
    this.#known = new Set(this.files);
    for (const path of before) if (!this.#known.has(path) && !existsSync(path)) this.#hear(path, 'deleted');
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
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
