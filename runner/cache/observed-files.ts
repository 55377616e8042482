import type { Stats } from 'node:fs';
import { type FileStamp, isRacy, isSameStamp, stampOf } from './file-stamp.ts';

/** What of the disk the look-ups of a run have come from. */
export interface Observation {
  /** How each file and folder was that was looked at; nothing stood where `undefined` stands. */
  readonly files: ReadonlyMap<string, FileStamp | undefined>;
  /** How the list of successes was when it had been read, and until when none of them has to be marked as used again. */
  readonly successes: FileStamp;
  readonly freshUntil: number;
}

/**
 * Keeps in mind what a run sees of files, as long as a later one can tell by their stamps alone that it would see the same. What
 * was touched so shortly before the run that this cannot be told, or looked different from one time to the next, spoils it all.
 */
export class ObservedFiles {
  /** When the run began to look: before everything that is seen. */
  readonly #since: number;
  #files: Map<string, FileStamp | undefined> | undefined = new Map();
  #successes: Pick<Observation, 'successes' | 'freshUntil'> | undefined;

  constructor(since: number) {
    this.#since = since;
  }

  /** What the system has just told of a path, links followed. */
  see(path: string, stats: Stats | undefined): void {
    const files = this.#files;
    if (!files) return;
    const before = files.get(path);
    if (before ? isOther(before, stats) : stats && (files.has(path) || isRacy(stats, this.#since))) this.spoil();
    else if (!before) files.set(path, stats && stampOf(stats));
    if (files.size > mostFiles) this.spoil();
  }

  /** Something was seen, or done, that stamps do not tell of. */
  spoil(): void {
    this.#files = undefined;
  }

  /** How the list of successes stands at the end; spoils it all when that is not known. */
  end(successes: Pick<Observation, 'successes' | 'freshUntil'> | undefined): void {
    if (successes) this.#successes = successes;
    else this.spoil();
  }

  /** All of it, when the run has ended and nothing has spoiled it. */
  get whole(): Observation | undefined {
    return this.#files && this.#successes && { files: this.#files, ...this.#successes };
  }
}

function isOther(before: FileStamp, stats: Stats | undefined): boolean {
  return stats === undefined || !isSameStamp(before, stats);
}

/** To look at more would take longer than a second. */
const mostFiles = 300_000;
