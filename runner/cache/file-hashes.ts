import { readFileSync, type Stats, statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { appendLines, replaceFile } from './append-lines.ts';
import type { CacheLayout } from './cache-layout.ts';
import { isRacy, isSameStamp, racyForMs, stampOf } from './file-stamp.ts';
import { Gate } from './gate.ts';
import { type HashedFile, hashLater, hashNow, smallFile } from './hash-file.ts';
import { hashLine, type KnownFile, parseHashLines } from './hash-lines.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/** What files hold, as SHA-256 in hex. A file whose size, times and inode are as when it was last read, by any run, is not read again. */
export class FileHashes {
  readonly #layout: CacheLayout;
  readonly #now: () => number;
  readonly #after: Clock['after'] | undefined;
  readonly #gate = new Gate(filesAtOnce);
  readonly #underWay = new Map<string, Promise<HashedFile | undefined>>();
  #files: Map<string, KnownFile> | undefined;
  #lines = 0;
  readonly #learnt = new Map<string, KnownFile>();

  constructor(layout: CacheLayout, now: () => number, after?: Clock['after']) {
    this.#after = after;
    this.#layout = layout;
    this.#now = now;
  }

  /**
   * What the file at `path` holds; `stats` is what the system just told of it. Without a `signal` a large file is read at once
   * too: for those who cannot wait.
   */
  *of(path: string, stats: Stats, signal?: AbortSignal): Steps<string> {
    for (let tries = 0; tries < 3; tries++) {
      const fresh = tries === 0 ? stats : statSync(path);
      const known = this.known(path, fresh);
      if (known !== undefined) return known;
      if (signal) yield this.settled(fresh);
      const begunAt = this.#now();
      const hashed = yield* this.#read(path, fresh.size, signal);
      if (!hashed) continue;
      this.learn(path, hashed, begunAt);
      return hashed.hash;
    }
    throw new Uncacheable(`${path} changes while it is read`);
  }

  /** A moment to wait before a large file is read that was touched just now: what is racy has to be read again the next time. */
  settled(stats: Stats): Promise<void> | undefined {
    const after = this.#after;
    const wait = stats.size > smallFile ? racyForMs(stampOf(stats), this.#now()) : 0;
    return after && wait > 0 ? new Promise(resolve => after(wait, resolve)) : undefined;
  }

  /** What the file at `path` holds, when that is known without reading it; `stats` is what the system just told of it. */
  known(path: string, stats: Stats): string | undefined {
    const known = this.#known().get(path);
    return known && isSameStamp(known.stamp, stats) ? known.hash : undefined;
  }

  /** Takes over what somebody else found who began to read, or to write, the file at `begunAt`. */
  learn(path: string, hashed: HashedFile, begunAt: number): void {
    if (isRacy(hashed.stamp, begunAt)) return;
    this.#known().set(path, hashed);
    this.#learnt.set(path, hashed);
  }

  /** Whether a large file was read: worth to be kept also where there is no cache yet. */
  get hasReadLarge(): boolean {
    for (const { stamp } of this.#learnt.values()) if (stamp.size > smallFile) return true;
    return false;
  }

  /** Keeps what was learnt for later runs. Throws when it cannot be written. */
  save(): void {
    if (this.#learnt.size === 0) return;
    const files = this.#known();
    const { hashes, fresh } = this.#layout;
    this.#lines += this.#learnt.size;
    if (this.#lines > 2 * files.size + spareLines) {
      replaceFile(hashes, textOf([...files].filter(([path]) => isThere(path))), fresh);
    } else appendLines(hashes, textOf(this.#learnt));
    this.#learnt.clear();
  }

  *#read(path: string, size: number, signal?: AbortSignal): Steps<HashedFile | undefined> {
    if (size <= smallFile || !signal) {
      yield undefined;
      return hashNow(path);
    }
    let hashed: HashedFile | undefined;
    yield this.#readOnce(path, signal).then(found => {
      hashed = found;
    });
    return hashed;
  }

  /** Two tasks that ask for one large file at the same time wait for one reading. */
  #readOnce(path: string, signal: AbortSignal): Promise<HashedFile | undefined> {
    const others = this.#underWay.get(path);
    if (others) return others;
    const reading = this.#gate
      .pass(() => hashLater(path, signal))
      .finally(() => {
        this.#underWay.delete(path);
      });
    this.#underWay.set(path, reading);
    return reading;
  }

  #known(): Map<string, KnownFile> {
    if (this.#files) return this.#files;
    const { files, lines } = parseHashLines(readText(this.#layout.hashes));
    this.#files = files;
    this.#lines = lines;
    return files;
  }
}

const filesAtOnce = 4;
const spareLines = 1000;

/** What cannot be read is not known: then files are read again. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function textOf(files: Iterable<readonly [string, KnownFile]>): string {
  return Array.from(files, ([path, known]) => hashLine(path, known)).join('');
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
