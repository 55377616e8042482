import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { appendLines } from './append-lines.ts';
import { cacheFault } from './cache-folder.ts';
import type { CacheLayout } from './cache-layout.ts';
import { type CacheEntry, parseEntry, parseParts } from './entry.ts';
import { type EntryLine, entryLine, parseEntryLine } from './entry-lines.ts';
import { stampOf } from './file-stamp.ts';
import type { KeptParts } from './fingerprint.ts';
import type { Observation } from './observed-files.ts';

type Success = Extract<EntryLine, { kind: 'success' }>;

/** The successes that are kept. What other runs add meanwhile is found too. */
export class Entries {
  readonly #layout: CacheLayout;
  readonly #path: string;
  readonly #now: () => number;
  readonly #byKey = new Map<string, Success>();
  /** All that were read or added, the newest last. */
  readonly #successes: Success[] = [];
  #ofOwners: Map<string, Success[]> | undefined;
  readonly #usedAt = new Map<string, number>();
  readonly #uses = new Map<string, number>();
  readonly #dropped = new Set<string>();
  #fault: string | undefined;
  #readTo = 0;
  #ino = 0;
  #freshUntil = Number.POSITIVE_INFINITY;
  /** How much was added of what was used. */
  #marked = 0;

  constructor(layout: CacheLayout, now: () => number) {
    this.#layout = layout;
    this.#path = layout.entries;
    this.#now = () => Math.floor(now());
  }

  /** The success with the fingerprint `key`. */
  find(key: string): CacheEntry | undefined {
    if (!this.#byKey.has(key)) this.#readOn();
    const line = this.#byKey.get(key);
    return line && !this.#dropped.has(key) ? parseEntry(line.gave) : undefined;
  }

  /** What the newest successes of `owner` depended on, the newest first; read as they are asked for. */
  *newestOf(owner: string, most: number): Generator<KeptParts, void> {
    if (!this.#ofOwners) {
      this.#ofOwners = new Map();
      for (const success of this.#successes) this.#own(this.#ofOwners, success);
    }
    for (const { parts } of this.#ofOwners.get(owner)?.slice(-most).reverse() ?? []) {
      const kept = parseParts(parts);
      if (kept) yield kept;
    }
  }

  /** What keeps from reading the list, or from adding to it, as a part of a sentence. */
  get fault(): string | undefined {
    this.#fault ??= cacheFault(this.#layout) ?? '';
    return this.#fault === '' ? undefined : this.#fault;
  }

  /** Keeps a success. Throws when it cannot be written. */
  add(key: string, owner: string, bytes: number, entry: CacheEntry, parts: KeptParts): void {
    const texts = { gave: JSON.stringify(entry), parts: JSON.stringify(parts) };
    const line = { kind: 'success', key, owner, at: this.#now(), bytes, ...texts } as const;
    appendLines(this.#path, entryLine(line));
    this.#dropped.delete(key);
    this.#take(line);
  }

  /** Remembers that a success was used: what was not used for long is removed first. */
  use(key: string): void {
    const now = this.#now();
    const usedAt = Math.max(this.#usedAt.get(key) ?? 0, this.#byKey.get(key)?.at ?? 0);
    const isDue = usedAt < (this.#successes.at(-1)?.at ?? 0) || now - usedAt > usesEveryMs;
    if (isDue) this.#uses.set(key, now);
    this.#freshUntil = Math.min(this.#freshUntil, (isDue ? now : usedAt) + usesEveryMs);
  }

  /** Leaves a success out from now on: its files can no longer be had. */
  drop(key: string): void {
    this.#dropped.add(key);
  }

  /** Writes what was used. Throws when it cannot be written. */
  save(): void {
    if (this.#uses.size === 0) return;
    const text = Array.from(this.#uses, ([key, at]) => entryLine({ kind: 'use', key, at })).join('');
    appendLines(this.#path, text);
    this.#marked += text.length;
    this.#uses.clear();
  }

  /** How the list stands, when nothing has been added to it since it was read but the uses. */
  get standing(): Pick<Observation, 'successes' | 'freshUntil'> | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    if (stats?.ino !== this.#ino || stats.size !== this.#readTo + this.#marked) return undefined;
    return { successes: stampOf(stats), freshUntil: this.#freshUntil };
  }

  #readOn(): void {
    const text = this.#readTail();
    if (text === '') return;
    for (const part of text.split('\n')) {
      const line = part === '' ? undefined : parseEntryLine(part);
      if (line) this.#take(line);
    }
  }

  #take(line: EntryLine): void {
    if (line.kind === 'use') {
      this.#usedAt.set(line.key, line.at);
      return;
    }
    this.#byKey.set(line.key, line);
    this.#successes.push(line);
    if (this.#ofOwners) this.#own(this.#ofOwners, line);
  }

  #own(ofOwners: Map<string, Success[]>, success: Success): void {
    const others = ofOwners.get(success.owner);
    if (others) others.push(success);
    else ofOwners.set(success.owner, [success]);
  }

  /** What was added since it was read, in whole lines; all of it when the file was replaced. */
  #readTail(): string {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch {
      return '';
    }
    try {
      const { size, ino } = fstatSync(file);
      if (ino !== this.#ino || size < this.#readTo) this.#readTo = 0;
      this.#ino = ino;
      if (size === this.#readTo) return '';
      const bytes = Buffer.allocUnsafe(size - this.#readTo);
      const length = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, this.#readTo)).lastIndexOf(0x0a) + 1;
      this.#readTo += length;
      return bytes.toString('utf8', 0, length);
    } finally {
      closeSync(file);
    }
  }
}

/** Used again in this time, with nothing added since, a success is not written down again: a run that uses thousands writes nothing when the last one did. */
const usesEveryMs = 6 * 3600 * 1000;
