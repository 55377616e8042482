import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CacheLayout, objectPath } from './cache-layout.ts';
import { copyHashed } from './copy-file.ts';
import { newName } from './new-name.ts';
import type { Steps } from './steps.ts';

/** Files by what they hold. An object is there whole or not at all, whoever writes it at the same time, and is never changed. */
export class Objects {
  readonly #layout: CacheLayout;
  readonly #now: () => number;
  readonly #signal: AbortSignal;

  constructor(layout: CacheLayout, now: () => number, signal: AbortSignal) {
    this.#layout = layout;
    this.#now = now;
    this.#signal = signal;
  }

  /** Whether the object is there; if so, nobody removes it for some time, though no success names it yet. */
  hold(hash: string): boolean {
    const object = objectPath(this.#layout, hash);
    // Most are new, and to catch an error takes longer than all that is done for one.
    if (!existsSync(object)) return false;
    try {
      const now = this.#now() / 1000;
      utimesSync(object, now, now);
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps a copy of a file of `size` bytes; answers its SHA-256 in hex. Throws when it cannot be written. */
  *put(path: string, size: number): Steps<string> {
    const temporary = join(this.#layout.fresh, newName());
    let isLeft = true;
    try {
      const hash = yield* copyHashed(path, temporary, size, this.#signal);
      if (this.hold(hash)) return hash;
      chmodSync(temporary, 0o400);
      moveTo(objectPath(this.#layout, hash), temporary);
      isLeft = false;
      return hash;
    } finally {
      if (isLeft) rmSync(temporary, { force: true });
    }
  }

  /** Writes the object to the new file `to`; false, and the object is removed, when it is not what it was. */
  *copyTo(hash: string, to: string, mode: number): Steps<boolean> {
    const object = objectPath(this.#layout, hash);
    const size = statSync(object, { throwIfNoEntry: false })?.size;
    if (size === undefined) return false;
    if ((yield* copyHashed(object, to, size, this.#signal)) !== hash) {
      rmSync(object, { force: true });
      return false;
    }
    chmodSync(to, mode);
    return true;
  }

  /** How much room the object takes on the disk. */
  bytesOf(hash: string): number {
    const stats = statSync(objectPath(this.#layout, hash), { throwIfNoEntry: false });
    return stats ? roomOf(stats) : 0;
  }
}

/** The folder is nearly always there. */
function moveTo(object: string, temporary: string): void {
  try {
    renameSync(temporary, object);
  } catch {
    mkdirSync(dirname(object), { recursive: true, mode: 0o700 });
    renameSync(temporary, object);
  }
}

/** A file with holes takes less room than it is long. */
export function roomOf({ size, blocks }: { readonly size: number; readonly blocks: number }): number {
  return process.platform === 'win32' ? size : Math.min(size, blocks * 512);
}
