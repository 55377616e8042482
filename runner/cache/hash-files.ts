import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { cacheLayout } from './cache-layout.ts';
import type { Sight } from './file-digest.ts';
import { FileHashes } from './file-hashes.ts';
import { statusOf } from './file-stamp.ts';
import { FolderListing } from './folder-listing.ts';
import { matchingFiles } from './matching-files.ts';
import { problemText } from './problem-text.ts';
import { type Steps, takeAtOnce } from './steps.ts';

/**
 * What `hashFiles` does in expressions: one SHA-256 in hex over those of all files that the globs mean, in the order of their paths;
 * empty when they mean none. `folder` is what they are seen from. Throws a sentence when a file cannot be read.
 */
export function hashOfFiles(
  globs: readonly string[],
  folder: string,
  { hashes, listing }: Omit<Sight, 'signal'>,
): string {
  try {
    // With a signal, large files would be waited for.
    return takeAtOnce(hashAll(globs, folder, { hashes, listing }));
  } catch (error) {
    throw new Error(`the files cannot be read: ${problemText(error)}`);
  }
}

/** As `hashOfFiles`, with what earlier runs below `root` have found out about files. */
export function hashFilesIn(root: string, now: () => number): (globs: readonly string[], folder: string) => string {
  const sight = { hashes: new FileHashes(cacheLayout(root), now), listing: new FolderListing(now) };
  return (globs, folder) => hashOfFiles(globs, folder, sight);
}

/** As `hashOfFiles`, in steps that leave turns to others; large files are read until `sight.signal` aborts. */
export function* hashAll(
  globs: readonly string[],
  folder: string,
  { hashes, listing, signal }: Omit<Sight, 'signal'> & Partial<Pick<Sight, 'signal'>>,
): Steps<string> {
  const { files } = yield* matchingFiles(globs, folder, listing);
  if (files.length === 0) return '';
  const all = createHash('sha256');
  for (const path of files) {
    const stats = statusOf(path);
    if (stats?.isFile()) all.update(Buffer.from(yield* hashes.of(path, stats, signal), 'hex'));
    else all.update(createHash('sha256').update(readlinkSync(path)).digest());
  }
  return all.digest('hex');
}
