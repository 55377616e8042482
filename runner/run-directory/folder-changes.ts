import { type FSWatcher, watch } from 'node:fs';

/** How long a change may stay unseen where the system tells nothing: network disks, too many watches, a folder not there yet. */
const pollMs = 75;

/** Wakes whoever waits for something in a folder to change. It may wake without a cause; dispose of it. */
export class FolderChanges implements Disposable {
  readonly #folder: string;
  #watcher: FSWatcher | undefined;
  #changed = false;
  #wake: (() => void) | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    this.#watch();
  }

  /** Resolves at the next change (or at once, when there was one since the last call), after a moment without any, or on `signal`. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#watcher) this.#watch();
    if (this.#changed || signal.aborted) {
      this.#changed = false;
      return;
    }
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, pollMs);
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
    this.#changed = false;
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#wake?.();
  }

  #watch(): void {
    try {
      const watcher = watch(this.#folder, { persistent: false }, () => {
        this.#changed = true;
        this.#wake?.();
      });
      watcher.on('error', () => {
        watcher.close();
        if (this.#watcher === watcher) this.#watcher = undefined;
      });
      this.#watcher = watcher;
    } catch {
      this.#watcher = undefined;
    }
  }
}
