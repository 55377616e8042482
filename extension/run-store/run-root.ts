import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { runsFolder, stateFolderName } from '../../runner/layout.ts';
import { listRunIds } from '../../runner/run-directory/run-list.ts';

/** How long a change may stay unseen where the system tells nothing: network disks, too many watches. */
const slowPollMs = 5000;
/** Several changes in a row are looked at together. */
const settleMs = 30;

/**
 * Tells which runs the `.dagwright` of the folder `root` holds, newest first: soon after the start, and whenever a run
 * comes or goes, also when `.dagwright` itself does. One watch of one folder and one slow timer; dispose of it.
 */
export class RunRoot implements Disposable {
  readonly root: string;
  readonly #tell: (ids: readonly string[]) => Promise<void>;
  readonly #poll: NodeJS.Timeout;
  #watcher: { readonly folder: string; readonly watcher: FSWatcher } | undefined;
  #settling: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #disposed = false;

  constructor(root: string, tell: (ids: readonly string[]) => Promise<void>) {
    this.root = root;
    this.#tell = tell;
    this.#poll = setInterval(() => this.look(), slowPollMs);
    this.#poll.unref();
    this.look();
  }

  /** Looks at the folder now; resolves when what is there has been told. */
  async look(): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
    this.#watcher?.watcher.close();
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#lookAgain && !this.#disposed) {
      this.#lookAgain = false;
      this.#watch();
      // A folder that cannot be read (permissions, a disk that is gone) shows no runs; the next look may.
      await this.#tell(await listRunIds(this.root).catch(() => []));
    }
  }

  /** Watches `runs`, or the nearest folder above it that is there, in which the missing one will appear. */
  #watch(): void {
    const runs = runsFolder(this.root);
    const folder = [runs, join(this.root, stateFolderName), this.root].find(existsSync);
    if (this.#disposed || folder === this.#watcher?.folder) return;
    this.#watcher?.watcher.close();
    this.#watcher = undefined;
    if (folder === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_type, name) => {
        if (folder !== this.root || name === stateFolderName) this.#lookSoon();
      });
      watcher.on('error', () => {
        watcher.close();
        if (this.#watcher?.watcher === watcher) this.#watcher = undefined;
      });
      this.#watcher = { folder, watcher };
    } catch {
      // Out of watches: the slow timer goes on.
    }
  }

  #lookSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.look();
    }, settleMs);
  }
}
