import { statSync } from 'node:fs';

/**
 * By what it is seen that a folder was replaced, moved or removed, or that something came to a place where nothing was: a
 * watcher of the system follows the file, not the path, and does not tell.
 */
export class PlaceMarks {
  /** The inodes of folders, and `undefined` of what is not there. */
  readonly #inodes = new Map<string, number | undefined>();
  readonly #places: ReadonlySet<string>;

  constructor(places: Iterable<string>) {
    this.#places = new Set(places);
    for (const place of this.#places) this.#mark(place);
  }

  /** What is at `path` is gone: what comes there will be another. */
  lose(path: string): void {
    if (this.#places.has(path)) this.#inodes.set(path, undefined);
  }

  /** What has come to `path` is watched already. */
  find(path: string): void {
    if (this.#places.has(path)) this.#mark(path);
  }

  /** The places that are not what they were when this was asked last. */
  changed(): readonly string[] {
    return [...this.#inodes].filter(([place, before]) => this.#mark(place) !== before).map(([place]) => place);
  }

  #mark(place: string): number | undefined {
    const stats = statSync(place, { throwIfNoEntry: false });
    if (!stats || stats.isDirectory()) this.#inodes.set(place, stats?.ino);
    else this.#inodes.delete(place);
    return stats?.ino;
  }
}
