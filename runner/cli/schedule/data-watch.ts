import { statSync } from 'node:fs';
import type { FSWatcher } from 'chokidar';
import type { FileTrigger } from './file-trigger.ts';
import { watchFolders } from './folder-watch.ts';

/** How often it is looked whether a folder has gone, has come, or is another one of the same name: the more of them there are, the less often. */
const [soonestMs, eachFolderMs, latestMs] = [500, 20, 5000];

/** Listens at the folders of all `files` triggers, also at those that come, go and come back. Close it. */
export class DataWatch {
  readonly #triggers = new Map<string, FileTrigger>();
  /** The folders that are listened at, with what tells each from another of its name; nothing for one that is not there. */
  readonly #folders = new Map<string, FolderLook | undefined>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Listens for a trigger, and lets it look once at what happened before. */
  listen(key: string, trigger: FileTrigger): void {
    this.#triggers.set(key, trigger);
    for (const { folder } of trigger.places) this.#add(folder);
    this.#timer ??= this.#lookLater();
    trigger.lookAgain();
  }

  /** The trigger is gone; what others listen at stays. */
  leave(key: string): void {
    const left = this.#triggers.get(key);
    this.#triggers.delete(key);
    left?.close();
    for (const { folder } of left?.places ?? []) {
      if (this.#triggersAt(folder).length > 0) continue;
      this.#folders.delete(folder);
      this.#watcher?.unwatch(folder);
    }
  }

  get(key: string): FileTrigger | undefined {
    return this.#triggers.get(key);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const trigger of this.#triggers.values()) trigger.close();
    await this.#watcher?.close();
  }

  #add(folder: string): void {
    const look = lookAt(folder);
    const identity = look?.identity;
    const isKnown = this.#folders.has(folder) && this.#folders.get(folder)?.identity === identity;
    this.#folders.set(folder, look);
    const watcher = this.#open();
    // What is listened at already may have been passed over for want of a trigger for it.
    if (isKnown) watcher.unwatch(folder);
    if (identity !== undefined) watcher.add(folder);
  }

  #open(): FSWatcher {
    this.#watcher ??= watchFolders([], {
      followsLinks: true,
      enters: folder => [...this.#triggers.values()].some(trigger => trigger.reaches(folder)),
      file: path => this.#heard(path),
      folderCame: folder => {
        for (const trigger of this.#triggers.values()) if (trigger.reaches(folder)) trigger.suspected();
      },
      folderWent: () => {},
    });
    return this.#watcher;
  }

  #heard(path: string): void {
    for (const trigger of this.#triggers.values()) if (trigger.fits(path)) trigger.heard();
  }

  #triggersAt(folder: string): readonly FileTrigger[] {
    return [...this.#triggers.values()].filter(({ places }) => places.some(place => place.folder === folder));
  }

  #lookLater(): NodeJS.Timeout {
    const wait = Math.min(latestMs, Math.max(soonestMs, this.#folders.size * eachFolderMs));
    return setTimeout(() => {
      this.#lookAtFolders();
      this.#timer = this.#lookLater();
    }, wait);
  }

  /** Also what the system does not tell: what came while it began to listen, and new files on disks that tell nothing. */
  #lookAtFolders(): void {
    for (const [folder, before] of this.#folders) {
      const now = lookAt(folder);
      if (now?.identity === before?.identity && now?.mtimeMs === before?.mtimeMs) continue;
      this.#folders.set(folder, now);
      if (now?.identity !== before?.identity) {
        this.#watcher?.unwatch(folder);
        if (now) this.#watcher?.add(folder);
      }
      if (now) for (const trigger of this.#triggersAt(folder)) trigger.suspected();
    }
  }
}

/** A folder as it was looked at; its time is that of the last file that came or went. */
interface FolderLook {
  readonly identity: string;
  readonly mtimeMs: number;
}

function lookAt(folder: string): FolderLook | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return undefined;
  return { identity: `${stats.dev} ${stats.ino} ${stats.birthtimeMs}`, mtimeMs: stats.mtimeMs };
}
