import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { Clock } from '../clock.ts';
import { makeCacheFolder } from './cache-folder.ts';
import { type CacheLayout, cacheLayout } from './cache-layout.ts';
import type { CacheSubject } from './cache-subject.ts';
import { callsHashFiles } from './calls-hash-files.ts';
import { Entries } from './entries.ts';
import type { CacheEntry, KeptFile } from './entry.ts';
import type { Seen } from './file-digest.ts';
import { FileHashes } from './file-hashes.ts';
import type { FingerprintParts } from './fingerprint.ts';
import { FolderListing } from './folder-listing.ts';
import { hashAll, hashOfFiles } from './hash-files.ts';
import { type Keeping, keepFiles } from './keep-files.ts';
import { hitOf, keptOutputs, keptParts, outputPath, ownerOf, refuseSecrets, whyMissed } from './known-success.ts';
import { changeText, type Missed } from './missed.ts';
import { Objects } from './objects.ts';
import type { ObservedFiles } from './observed-files.ts';
import { shortPath } from './path-words.ts';
import { problemText } from './problem-text.ts';
import { prune } from './prune.ts';
import { areAsKept, restoreFiles } from './restore-files.ts';
import { SaltedHash } from './salt.ts';
import { type Steps, take } from './steps.ts';
import { type FingerprintTools, quickKey, type SubjectFingerprint, subjectFingerprint } from './subject-fingerprint.ts';
import type { LookUp, TaskCache } from './task-cache.ts';
import { touchedAfter, touchedSince } from './touched-since.ts';
import { Uncacheable } from './uncacheable.ts';

export interface SharedCacheOptions {
  /** The folder that holds `.dagwright`: all runs below it share one cache. */
  readonly root: string;
  readonly now: () => number;
  readonly after?: Clock['after'];
  /** How much room the kept files may take. */
  readonly maxBytes: number;
  /** Every look-up is in vain; what tasks give is kept all the same. */
  readonly ignoresKept?: boolean;
  /** What the result of a task depends on; an error when that cannot be said, and the task will fail by it. */
  readonly subjectOf: (task: Task) => CacheSubject | { readonly error: string };
  /** Is told of all that the look-ups come from, and spoiled when one is in vain. */
  readonly observed?: ObservedFiles;
  /** Of a task that is asked for before it is decided whether it runs: works out what that hangs on. */
  readonly workOutBefore?: (task: Task) => (() => void) | undefined;
  /** The fingerprint of a task that another runner has looked up in vain, and when it was let go then. */
  readonly lookedUpBefore?: (task: Task) => { readonly key: string; readonly at: number } | undefined;
}

/** The cache of a root, as one run uses it. */
export class SharedCache implements TaskCache {
  readonly #options: SharedCacheOptions;
  readonly #layout: CacheLayout;
  readonly #entries: Entries;
  readonly #keeping: Keeping;
  readonly #tools: FingerprintTools;
  readonly #stop = new AbortController();
  readonly #missed = new Map<string, Missed>();
  /** The tasks whose conditions have been read for. */
  readonly #readFor = new Set<string>();
  /** What expressions ask `hashFiles` for, while that is only to be known. */
  #asked: { readonly globs: readonly string[]; readonly folder: string }[] | undefined;
  #hasAdded = false;

  constructor(options: SharedCacheOptions) {
    const { root, now, after, maxBytes, observed } = options;
    this.#options = options;
    this.#layout = cacheLayout(root);
    this.#entries = new Entries(this.#layout, now);
    const { signal } = this.#stop;
    const sight = {
      hashes: new FileHashes(this.#layout, now, after),
      listing: new FolderListing(now, undefined, observed),
      signal,
    };
    this.#tools = { ...sight, root, salt: new SaltedHash(this.#layout) };
    this.#keeping = { ...sight, objects: new Objects(this.#layout, now, signal), now, maxBytes };
  }

  lookUp(task: Task): LookUp | Promise<LookUp> {
    const workOut = this.#readFor.has(task.name) ? undefined : this.#options.workOutBefore?.(task);
    if (workOut) {
      this.#readFor.add(task.name);
      return take(this.#readFirst(workOut), this.#stop.signal);
    }
    if (callsHashFiles(task)) return take(this.#lookUpHashing(task), this.#stop.signal);
    if (!task.cache) return { kind: 'miss', why: [] };
    const subject = this.#options.subjectOf(task);
    if ('error' in subject) return { kind: 'miss', why: [] };
    return this.#quickHit(subject) ?? take(this.#lookUp(subject), this.#stop.signal);
  }

  publish(
    task: Task,
    outputs: Readonly<Record<string, Json>> | undefined,
    run: string,
  ): string | undefined | Promise<string | undefined> {
    const missed = this.#missed.get(task.name) ?? this.#missedBefore(task);
    this.#missed.delete(task.name);
    return missed && take(this.#publish(missed, outputs ?? {}, run), this.#stop.signal);
  }

  /** What `hashFiles` does in expressions, at once; see `hashOfFiles`. */
  hashFiles(globs: readonly string[], folder: string): string {
    this.#options.observed?.spoil();
    if (this.#asked?.push({ globs, folder })) return '';
    return hashOfFiles(globs, folder, this.#tools);
  }

  cancel(): void {
    this.#stop.abort();
  }

  async close(): Promise<void> {
    try {
      if (this.#hasAdded || this.#tools.hashes.hasReadLarge) makeCacheFolder(this.#layout);
      this.#entries.save();
      this.#tools.hashes.save();
      this.#options.observed?.end(this.#entries.standing);
      if (this.#hasAdded) prune(this.#layout, this.#options.maxBytes, this.#options.now());
    } catch {
      // Only time is lost: what was learned is found out again.
    }
  }

  #missedBefore(task: Task): Missed | undefined {
    const before = this.#options.lookedUpBefore?.(task);
    const subject = before && this.#options.subjectOf(task);
    return subject && !('error' in subject) ? { subject, key: before.key, since: before.at } : undefined;
  }

  /** Reads what `hashFiles` will ask for: an expression is worked out all at once, and nothing could stop it. */
  *#readFirst(workOut: () => void): Steps<LookUp> {
    this.#asked = [];
    workOut();
    const asked = this.#asked;
    this.#asked = undefined;
    try {
      for (const { globs, folder } of asked) yield* hashAll(globs, folder, this.#tools);
    } catch (error) {
      // The expression itself says what is wrong.
      problemText(error);
    }
    return { kind: 'miss', why: [] };
  }

  *#lookUpHashing(task: Task): Steps<LookUp> {
    const miss = yield* this.#readFirst(() => this.#options.subjectOf(task));
    if (!task.cache || this.#stop.signal.aborted) return miss;
    const subject = this.#options.subjectOf(task);
    return 'error' in subject ? miss : yield* this.#lookUp(subject);
  }

  /** A hit of which nothing has to be read or brought back. */
  #quickHit(subject: CacheSubject): LookUp | undefined {
    if (this.#options.ignoresKept || Object.keys(subject.hiddenEnv).length > 0) return undefined;
    try {
      const key = quickKey(subject, this.#tools);
      const entry = key === undefined ? undefined : this.#entries.find(key);
      if (key === undefined || !entry || !areAsKept(keptOutputs(entry, subject), this.#keeping)) return undefined;
      this.#entries.use(key);
      return hitOf(entry, subject);
    } catch (error) {
      // The long way says what is wrong.
      problemText(error);
      return undefined;
    }
  }

  *#lookUp(subject: CacheSubject): Steps<LookUp> {
    try {
      if (Object.keys(subject.hiddenEnv).length > 0) makeCacheFolder(this.#layout);
      const seen: Seen = new Map();
      const { key, parts } = yield* subjectFingerprint(subject, this.#tools, seen);
      const entry = this.#options.ignoresKept ? undefined : this.#entries.find(key);
      const lost = entry && (yield* this.#restore(entry, key, subject));
      if (entry && lost === undefined) return hitOf(entry, subject);
      this.#options.observed?.spoil();
      this.#missed.set(subject.task, { subject, key, parts, seen });
      const why = lost === undefined ? this.#whyMissed(subject, parts()) : [lost];
      return { kind: 'miss', why, fingerprint: key };
    } catch (error) {
      const problem = problemText(error);
      this.#missed.set(subject.task, { problem });
      return { kind: 'miss', why: [problem] };
    }
  }

  /** Brings the files of a success back; answers why that cannot be done. */
  *#restore(entry: CacheEntry, key: string, subject: CacheSubject): Steps<string | undefined> {
    try {
      yield* restoreFiles(keptOutputs(entry, subject), this.#keeping);
      this.#entries.use(key);
      return undefined;
    } catch (error) {
      this.#entries.drop(key);
      return `its files cannot be brought back: ${problemText(error)}`;
    }
  }

  #whyMissed(subject: CacheSubject, parts: FingerprintParts): readonly string[] {
    const { ignoresKept, root } = this.#options;
    return ignoresKept ? ['what is kept shall not be used'] : whyMissed(this.#entries, subject, parts, root);
  }

  *#publish(missed: Missed, outputs: Readonly<Record<string, Json>>, run: string): Steps<string | undefined> {
    try {
      if ('problem' in missed) throw new Uncacheable(missed.problem);
      const { subject, key } = missed;
      makeCacheFolder(this.#layout);
      const { parts, unmatched } = yield* this.#untouched(missed);
      refuseSecrets(outputs, subject);
      const files: Record<string, readonly KeptFile[]> = {};
      const values: Record<string, Json> = {};
      for (const [name, output] of Object.entries(subject.outputs)) {
        if ('path' in output) files[name] = yield* keepFiles(outputPath(subject, name), this.#keeping);
        else if (outputs[name] !== undefined) values[name] = outputs[name];
      }
      const entry = { run, values, files };
      const room = this.#roomOf(Object.values(files).flat());
      this.#entries.add(key, ownerOf(subject, this.#options.root), room, entry, keptParts(subject, parts()));
      this.#hasAdded = true;
      return unmatched.length === 0 ? undefined : `No file fits ${unmatched.map(glob => `\`${glob}\``).join(', ')}.`;
    } catch (error) {
      return `The cache does not keep this success: ${problemText(error)}.`;
    }
  }

  /** What it gave belongs to what it was given only when that is still the same. */
  *#untouched(missed: Exclude<Missed, { problem: string }>): Steps<SubjectFingerprint> {
    const { subject, key } = missed;
    const seen: Seen = new Map();
    const now = yield* subjectFingerprint(subject, this.#tools, seen);
    if (now.key !== key) throw new Uncacheable(`${changeText(missed, now.parts())} while the task ran`);
    const touched = 'since' in missed ? touchedAfter(missed.since, seen) : touchedSince(missed.seen, seen);
    if (touched === undefined) return now;
    throw new Uncacheable(`${shortPath(this.#options.root, touched)} was written while the task ran`);
  }

  #roomOf(files: readonly KeptFile[]): number {
    const bytes = [...new Set(files.map(([, digest]) => digest))]
      .map(digest => this.#keeping.objects.bytesOf(digest))
      .reduce((sum, room) => sum + room, 0);
    if (bytes <= this.#options.maxBytes) return bytes;
    throw new Uncacheable('its files are larger than the cache may be');
  }
}
