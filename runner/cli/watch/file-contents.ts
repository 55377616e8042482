import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** Reading more than this is not worth it: a task that is run in vain, or found in the cache, costs less than the wait. */
const largestFile = 8 * 1024 * 1024;
const mostBytes = 64 * 1024 * 1024;

/** What files held when they were looked at last, so that a touch is told from an edit. Of large files nothing is known: for them a touch is one. */
export class FileContents {
  readonly #hashes = new Map<string, string>();
  readonly #left = new Set<string>();
  #bytes = 0;

  /** Looks at those files that it has not looked at yet. */
  learn(paths: Iterable<string>): void {
    for (const path of paths) if (!this.#hashes.has(path) && !this.#left.has(path)) this.look(path);
  }

  /** Looks at a file: what it holds now is what it is compared with from here on. */
  look(path: string): void {
    if (this.#left.has(path)) return;
    const content = this.#bytes > mostBytes ? undefined : read(path);
    if (!content) {
      this.#hashes.delete(path);
      return;
    }
    if (!this.#hashes.has(path)) this.#bytes += content.length;
    this.#hashes.set(path, hashOf(content));
  }

  /** Does not look at the file any more: somebody else writes it too. */
  leave(path: string): void {
    this.#hashes.delete(path);
    this.#left.add(path);
  }

  /** Whether the file is known to hold the same as when it was looked at. */
  isSame(path: string): boolean {
    const before = this.#hashes.get(path);
    const content = before === undefined ? undefined : read(path);
    return content !== undefined && hashOf(content) === before;
  }
}

function read(path: string): Buffer | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= largestFile ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64');
}
