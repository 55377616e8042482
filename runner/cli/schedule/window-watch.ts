import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { isOwnerGone } from '../../run-directory/owner.ts';
import { forgetWish, readWishes, wishFolder } from '../../schedule-folder/window-wishes.ts';

/** How often it is looked whether windows are gone. */
const lookMs = 1000;
/** A window that is reloaded is gone for a moment. */
const usualReloadMs = 10_000;

/** Knows for which pipelines the windows of an editor want triggers to count. Close it. */
export class WindowWatch {
  readonly #folder: string;
  readonly #reloadMs: number;
  #changed: () => void = () => {};
  /** When windows that are gone were seen to be, by their processes. */
  readonly #gone = new Map<string, number>();
  #files: ReadonlyMap<string, number> = new Map();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `folder` is the scheduler's. */
  constructor(folder: string, reloadMs = usualReloadMs) {
    this.#folder = folder;
    this.#reloadMs = reloadMs;
    // What a window said that was gone before counts no more.
    for (const { owner } of readWishes(folder)) if (isOwnerGone(owner)) forgetWish(folder, owner);
    this.#files = this.#wanted(Date.now());
  }

  /** Pipelines, from the folder that holds `.dagwright`, and since when each is wanted; none: no window wants anything any more. */
  get files(): ReadonlyMap<string, number> {
    return this.#files;
  }

  /** `changed` hears when `files` are others. */
  open(changed: () => void): void {
    this.#changed = changed;
    const wishes = wishFolder(this.#folder);
    mkdirSync(wishes, { recursive: true, mode: 0o700 });
    try {
      this.#watcher = watch(wishes, { persistent: false }, () => this.#look()).on('error', () => {});
    } catch {
      // The slow look is enough.
    }
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#look();
  }

  close(): void {
    this.#watcher?.close();
    clearInterval(this.#timer);
  }

  #look(): void {
    const before = JSON.stringify([...this.#files]);
    this.#files = this.#wanted(Date.now());
    if (JSON.stringify([...this.#files]) !== before) this.#changed();
  }

  #wanted(now: number): ReadonlyMap<string, number> {
    const files = new Map<string, number>();
    for (const { owner, files: wished } of readWishes(this.#folder)) {
      const key = `${owner.host} ${owner.pid} ${owner.pidStart}`;
      const goneAt = isOwnerGone(owner) ? (this.#gone.get(key) ?? now) : undefined;
      if (goneAt !== undefined) this.#gone.set(key, goneAt);
      if (goneAt !== undefined && Math.abs(now - goneAt) >= this.#reloadMs) {
        forgetWish(this.#folder, owner);
        this.#gone.delete(key);
        continue;
      }
      for (const { file, since } of wished) files.set(file, Math.min(since, files.get(file) ?? since));
    }
    return new Map([...files].sort());
  }
}
