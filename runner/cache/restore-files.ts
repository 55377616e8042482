import { chmodSync, mkdirSync, readlinkSync, renameSync, rmSync, type Stats, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { KeptFile } from './entry.ts';
import { isSameStamp, ownStatusOf, stampOf, statusOf } from './file-stamp.ts';
import { smallFile } from './hash-file.ts';
import type { Keeping } from './keep-files.ts';
import { newName } from './new-name.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/** An output to be brought back: where it shall stand, and what it held. */
export interface KeptOutput {
  readonly path: string;
  readonly files: readonly KeptFile[];
}

/**
 * Brings back what is gone or different, all of it or nothing; what is there as it was is not touched, nor is what else stands in
 * a folder. Throws `Uncacheable` when something is no longer to be had, or the system's error when it cannot be written.
 */
export function* restoreFiles(outputs: readonly KeptOutput[], keeping: Keeping): Steps<void> {
  const staged: Staged[] = [];
  try {
    for (const { path, files } of outputs) {
      for (const file of files) {
        const to = join(path, file[0]);
        if (yield* isAsKept(to, file, keeping)) continue;
        keeping.listing.observed?.spoil();
        const from = yield* stage(to, file, keeping);
        if (from !== undefined) staged.push({ from, to, digest: file[1] });
      }
    }
    const large = yield* largeOf(staged, keeping);
    for (const { from, to } of staged) renameSync(from, to);
    yield* learn(large, keeping);
  } finally {
    for (const { from } of staged) rmSync(from, { force: true });
  }
}

interface Staged {
  readonly from: string;
  readonly to: string;
  readonly digest: string;
}

type Large = Staged & { readonly before: Stats };

/** The large ones, as they stand now: from here on nobody can write to them without that it shows in their times. */
function* largeOf(staged: readonly Staged[], { hashes }: Keeping): Steps<readonly Large[]> {
  const large: Large[] = [];
  for (const file of staged) {
    const before = ownStatusOf(file.from);
    if (!before?.isFile() || before.size <= smallFile) continue;
    yield hashes.settled(before);
    large.push({ ...file, before });
  }
  return large;
}

/** Those that are still what was brought back need not be read by who looks at them next. */
function* learn(large: readonly Large[], { hashes, now }: Keeping): Steps<void> {
  for (const { to, digest, before } of large) {
    const moved = ownStatusOf(to);
    if (!moved) continue;
    yield hashes.settled(moved);
    const stamp = stampOf(moved);
    const after = ownStatusOf(to);
    const isUntouched = stamp.ino === before.ino && stamp.mtimeMs === before.mtimeMs && stamp.size === before.size;
    if (isUntouched && after && isSameStamp(stamp, stampOf(after))) hashes.learn(to, { hash: digest, stamp }, now());
  }
}

/** Whether all is there as it was, as far as that can be told without reading. */
export function areAsKept(outputs: readonly KeptOutput[], keeping: Keeping): boolean {
  return outputs.every(({ path, files }) =>
    files.every(([below, digest, mode]) => {
      const to = below === '' ? path : join(path, below);
      if (digest.length !== sha256Length) return false;
      const stats = statusOf(to);
      keeping.listing.observed?.see(to, stats);
      return stats?.isFile() && keeping.hashes.known(to, stats) === digest && hasMode(stats, mode);
    }),
  );
}

const sha256Length = 64;

function hasMode({ mode }: { readonly mode: number }, wanted: number): boolean {
  return (mode & 0o111) === (wanted & 0o111);
}

function* isAsKept(path: string, [, digest, mode]: KeptFile, keeping: Keeping): Steps<boolean> {
  const { hashes, listing, signal } = keeping;
  if (digest.startsWith('link:')) {
    listing.observed?.spoil();
    return ownStatusOf(path)?.isSymbolicLink() === true && `link:${readlinkSync(path)}` === digest;
  }
  const stats = statusOf(path);
  listing.observed?.see(path, stats);
  if (digest === 'folder') return stats?.isDirectory() ?? false;
  if (!stats?.isFile() || (yield* hashes.of(path, stats, signal)) !== digest) return false;
  if (hasMode(stats, mode)) return true;
  listing.observed?.spoil();
  chmodSync(path, mode);
  return true;
}

/** Makes what shall stand at `to` beside it, under a hidden name; a folder is made in its place. */
function* stage(to: string, [, digest, mode]: KeptFile, { objects }: Keeping): Steps<string | undefined> {
  if (digest === 'folder') {
    mkdirSync(to, { recursive: true });
    return undefined;
  }
  if (ownStatusOf(to)?.isDirectory()) throw new Uncacheable(`${to} is a folder now`);
  mkdirSync(dirname(to), { recursive: true });
  const beside = join(dirname(to), `.${basename(to).slice(0, 60)}.${newName()}`);
  if (digest.startsWith('link:')) {
    symlinkSync(digest.slice('link:'.length), beside);
    return beside;
  }
  try {
    if (yield* objects.copyTo(digest, beside, mode)) return beside;
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  rmSync(beside, { force: true });
  throw new Uncacheable(`what ${to} held is no longer in the cache`);
}
