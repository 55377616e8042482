import { hash } from 'node:crypto';
import { readlinkSync, type Stats } from 'node:fs';
import type { FileHashes } from './file-hashes.ts';
import { ownStatusOf, statusOf } from './file-stamp.ts';
import type { FolderListing } from './folder-listing.ts';
import type { ForeseenFiles } from './foreseen-files.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/** With what files are looked at. */
export interface Sight {
  readonly hashes: FileHashes;
  readonly listing: FolderListing;
  /** Stops the reading of large files. */
  readonly signal: AbortSignal;
}

/** What was looked at, and how it was then: whether anything was touched since can be told without reading. */
export type Seen = Map<string, Stats | undefined>;

/** What a file holds, as a short text: equal content, equal digest. A link to a folder, or to nothing, counts as what it says. `known` is what the system just told of it. */
export function* fileDigest(
  path: string,
  { hashes, signal, listing }: Sight,
  seen?: Seen,
  known?: Stats,
): Steps<string> {
  const expected = listing.foreseen && foreseenDigest(path, listing.foreseen);
  if (expected !== undefined) return expected;
  const stats = known ?? statusOf(path);
  seen?.set(path, stats);
  listing.observed?.see(path, stats);
  if (stats?.isFile()) return yield* hashes.of(path, stats, signal);
  const own = ownStatusOf(path);
  if (own) listing.observed?.spoil();
  if (own?.isSymbolicLink()) return `link:${readlinkSync(path)}`;
  if (!own) return 'missing';
  throw new Uncacheable(`${path} is neither a file nor a folder`);
}

/** What a file, or a folder with all below it, holds. */
export function* treeDigest(path: string, sight: Sight, seen?: Seen): Steps<string> {
  const stats = statusOf(path);
  sight.listing.observed?.see(path, stats);
  if (!sight.listing.foreseen?.isFolder(path) && !stats?.isDirectory()) return yield* fileDigest(path, sight, seen);
  const lines: string[] = [];
  const open: [folder: string, below: string][] = [[path, '']];
  for (let next = open.pop(); next; next = open.pop()) {
    const [folder, below] = next;
    yield undefined;
    for (const entry of sight.listing.entriesOf(folder)) {
      const inside = `${folder}/${entry.name}`;
      const name = `${below}${entry.name}`;
      if (entry.isDirectory()) open.push([inside, `${name}/`]);
      else lines.push(`${name}\0${yield* fileDigest(inside, sight, seen)}`);
    }
  }
  return `tree:${hash('sha256', lines.sort().join('\n'))}`;
}

/** A link counts as the foreseen file that it leads to in the end. */
function foreseenDigest(path: string, foreseen: ForeseenFiles): string | undefined {
  const own = foreseen.at(path);
  let end = own;
  for (let links = 0; end?.leadsTo !== undefined && links < mostLinks; links++) end = foreseen.at(end.leadsTo);
  return end?.leadsTo === undefined ? (end ?? own)?.digest : own?.digest;
}

const mostLinks = 40;
