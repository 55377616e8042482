import { type FSWatcher, watch } from 'node:fs';

/** So many are watched, the latest: each costs a watch of the system. */
const mostWatched = 20;
/** Several changes in a row are looked at together. */
const settleMs = 50;

/** Watches the folders of runs that were interrupted, for somebody may go on with them in a terminal. Dispose of it. */
export class InterruptedRuns implements Disposable {
  readonly #watched = new Map<string, Watched>();
  readonly #changed: (folder: string) => void;

  /** `changed` is called once soon, and whenever something has changed in a folder that is watched. */
  constructor(changed: (folder: string) => void) {
    this.#changed = changed;
  }

  watch(folder: string): void {
    this.forget(folder);
    const watched = new Watched(folder, () => this.#changed(folder));
    this.#watched.set(folder, watched);
    for (const oldest of this.#watched.keys()) {
      if (this.#watched.size <= mostWatched) break;
      this.forget(oldest);
    }
  }

  forget(folder: string): void {
    this.#watched.get(folder)?.[Symbol.dispose]();
    this.#watched.delete(folder);
  }

  [Symbol.dispose](): void {
    for (const folder of [...this.#watched.keys()]) this.forget(folder);
  }
}

class Watched implements Disposable {
  readonly #changed: () => void;
  readonly #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor(folder: string, changed: () => void) {
    this.#changed = changed;
    this.#watcher = tryWatch(folder, () => this.#soon());
    // It may have been gone on with just before.
    this.#soon();
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
    clearTimeout(this.#settling);
  }

  #soon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#changed();
    }, settleMs);
  }
}

/** Out of watches: the run is seen when the window is opened again. */
function tryWatch(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', () => {});
  } catch {
    return undefined;
  }
}
