import { type Dirent, readdirSync } from 'node:fs';
import { type FileStamp, isRacy, isSameStamp, stampOf, statusOf } from './file-stamp.ts';

/** What folders hold. One that was not touched since it was read is not read again, so that many tasks may look into a large folder. */
export class FolderListing {
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly stamp: FileStamp; readonly entries: readonly Dirent[] }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The entries of `folder` in any order; none when it is not there. Throws what the system refuses. */
  entriesOf(folder: string): readonly Dirent[] {
    const stats = statusOf(folder);
    if (!stats?.isDirectory()) return [];
    const stamp = stampOf(stats);
    const known = this.#known.get(folder);
    if (known && isSameStamp(known.stamp, stamp)) return known.entries;
    const begunAt = this.#now();
    const entries = readdirSync(folder, { withFileTypes: true });
    if (isRacy(stamp, begunAt)) this.#known.delete(folder);
    else this.#known.set(folder, { stamp, entries });
    return entries;
  }
}
