import { readdirSync } from 'node:fs';
import { type FileStamp, isRacy, isSameStamp, stampOf, statusOf } from './file-stamp.ts';
import type { FolderEntry } from './folder-entry.ts';
import type { ForeseenFiles } from './foreseen-files.ts';
import type { ObservedFiles } from './observed-files.ts';

/** What folders hold. One that was not touched since it was read is not read again, so that many tasks may look into a large folder. */
export class FolderListing {
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly stamp: FileStamp; readonly entries: readonly FolderEntry[] }>();
  /** What is taken to be there too. */
  readonly foreseen: ForeseenFiles | undefined;
  /** Is told of each file and folder that is looked at. */
  readonly observed: ObservedFiles | undefined;

  constructor(now: () => number, foreseen?: ForeseenFiles, observed?: ObservedFiles) {
    this.#now = now;
    this.foreseen = foreseen;
    this.observed = observed;
  }

  /** The entries of `folder` in any order; none when it is not there. Throws what the system refuses. */
  entriesOf(folder: string): readonly FolderEntry[] {
    const there = this.#entriesOf(folder);
    const foreseen = this.foreseen?.entriesOf(folder);
    return foreseen ? [...there.filter(({ name }) => !foreseen.has(name)), ...foreseen.values()] : there;
  }

  #entriesOf(folder: string): readonly FolderEntry[] {
    const stats = statusOf(folder);
    this.observed?.see(folder, stats);
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
