import type { Stats } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { ownStatusOf, statusOf } from './file-stamp.ts';
import type { FolderListing } from './folder-listing.ts';
import { inFolder, isNamed } from './path-words.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/** The files that some globs mean, as absolute paths in the order of their characters, and the globs that mean none. */
export interface MatchingFiles {
  readonly files: readonly string[];
  /** What the system has told of some of them on the way. */
  readonly stats: ReadonlyMap<string, Stats>;
  readonly unmatched: readonly string[];
}

/**
 * The files that `globs` mean, seen from `folder`. A path stands for itself, and a folder's for all files in it; `*` and `**` do
 * not find names that begin with a dot, nor what stands in `node_modules` and `__pycache__`, unless the glob has that name. `!`
 * before a glob takes out what it fits, whatever stands before or behind it. `**` does not follow links to folders.
 */
export function* matchingFiles(globs: readonly string[], folder: string, listing: Listing): Steps<MatchingFiles> {
  const files = new Set<string>();
  const stats = new Map<string, Stats>();
  const unmatched: string[] = [];
  const isExcluded = exclusion(globs, folder);
  for (const glob of globs) {
    if (glob.startsWith('!')) continue;
    const before = files.size;
    let isKnown = false;
    for (const file of yield* filesOf(glob, folder, listing, stats)) {
      if (isExcluded(file)) continue;
      isKnown ||= files.has(file);
      files.add(file);
    }
    if (files.size === before && !isKnown) unmatched.push(glob);
  }
  return { files: files.size > 1 ? [...files].sort() : [...files], stats, unmatched };
}

function* filesOf(glob: string, folder: string, listing: Listing, known: Map<string, Stats>): Steps<readonly string[]> {
  const literal = inFolder(folder, glob);
  const stats = statusOf(literal);
  listing.observed?.see(literal, stats);
  if (stats) known.set(literal, stats);
  yield undefined;
  if (stats?.isDirectory() || listing.foreseen?.isFolder(literal))
    return yield* walk({ glob: `${glob}/**`, top: literal, fits: () => true, depth: Infinity }, listing);
  // A link that leads nowhere is there too.
  const isDeadLink = !stats && ownStatusOf(literal) !== undefined;
  if (isDeadLink) listing.observed?.spoil();
  if (stats || isDeadLink || listing.foreseen?.isFile(literal)) return [literal];
  const { base, isGlob } = picomatch.scan(glob);
  if (!isGlob) return [];
  const top = inFolder(folder, base);
  const rest = base === '' ? withoutDot(glob) : glob.slice(glob.indexOf(base) + base.length).replace(/^\/+/, '');
  const depth = rest.includes('**') ? Infinity : rest.split('/').length;
  return yield* walk({ glob, top, fits: picomatch(rest), depth }, listing);
}

function withoutDot(glob: string): string {
  return glob.replace(/^(\.\/+)+/, '');
}

/** What a folder holds. */
type Listing = Pick<FolderListing, 'entriesOf'> & Partial<Pick<FolderListing, 'foreseen' | 'observed'>>;

interface Search {
  readonly glob: string;
  readonly top: string;
  /** Whether a path, seen from `top`, is meant. */
  readonly fits: (path: string) => boolean;
  /** How many names a path may have. */
  readonly depth: number;
}

function* walk({ glob, top, fits, depth }: Search, listing: Listing): Steps<readonly string[]> {
  const found: string[] = [];
  const open: [folder: string, below: string, depth: number][] = [[top, '', 1]];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [folder, below, level] = next;
    const entries = listing.entriesOf(folder);
    yield undefined;
    seen += entries.length + 1;
    if (seen > mostEntries) throw tooMany(glob);
    for (const entry of entries) {
      const { name } = entry;
      if (isPassedOver(name) && !isNamed(glob, name)) continue;
      const path = join(folder, name);
      const kind = entry.isSymbolicLink() ? kindBehind(path, depth, listing) : kindOf(entry);
      if (kind === 'file' && fits(below + name)) found.push(path);
      if (found.length > mostFiles) throw tooMany(glob);
      if (kind === 'folder' && level < depth) open.push([path, `${below}${name}/`, level + 1]);
    }
  }
  return found;
}

function tooMany(glob: string): Uncacheable {
  return new Uncacheable(
    `\`${glob}\` means too many files: more than ${mostFiles}, or looks through more than ${mostEntries}`,
  );
}

type Kind = 'file' | 'folder' | 'other';

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): Kind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

/** A search of any depth does not leave its folder, nor go round in circles: there, a link to a folder counts as what it says. */
function kindBehind(path: string, depth: number, { observed }: Listing): Kind {
  const stats = statusOf(path);
  observed?.see(path, stats);
  if (!stats || stats.isFile()) return 'file';
  if (!stats.isDirectory()) return 'other';
  return depth === Infinity ? 'file' : 'folder';
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

const mostFiles = 200_000;
const mostEntries = 1_000_000;

function exclusion(globs: readonly string[], folder: string): (file: string) => boolean {
  const excluding = globs.filter(glob => glob.startsWith('!')).map(glob => inFolder(folder, glob.slice(1)));
  if (excluding.length === 0) return () => false;
  const fits = picomatch(
    excluding.flatMap(glob => [glob, `${glob}/**`]),
    { dot: true },
  );
  return file => fits(file);
}
