import { readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { KeptFile } from './entry.ts';
import type { Sight } from './file-digest.ts';
import { isSameStamp, ownStatusOf, stampOf, statusOf } from './file-stamp.ts';
import { type Objects, roomOf } from './objects.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/** With what the files of outputs are kept and brought back. */
export interface Keeping extends Sight {
  readonly objects: Objects;
  readonly now: () => number;
  /** The most that one success may take. */
  readonly maxBytes: number;
}

/** Keeps what is at `path`, a file or a folder with all in it; answers what is needed to bring it back. */
export function* keepFiles(path: string, keeping: Keeping): Steps<readonly KeptFile[]> {
  const stats = statusOf(path);
  if (!stats) throw new Uncacheable(`${path} is not there any more`);
  if (!stats.isDirectory()) return [yield* keepFile(path, '', stats, keeping)];
  const kept: KeptFile[] = [];
  const open: string[] = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    const entries = keeping.listing.entriesOf(join(path, below));
    yield undefined;
    if (entries.length === 0) kept.push([below, 'folder', 0o777]);
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      const inside = join(path, name);
      if (entry.isDirectory()) open.push(name);
      else if (entry.isSymbolicLink()) kept.push([name, `link:${readlinkSync(inside)}`, 0o777]);
      else kept.push(yield* keepFile(inside, name, ownStatusOf(inside), keeping));
    }
  }
  return kept.sort(([a], [b]) => (a < b ? -1 : 1));
}

function* keepFile(path: string, name: string, stats: Stats | undefined, keeping: Keeping): Steps<KeptFile> {
  if (!stats?.isFile()) throw new Uncacheable(`${path} is not a file`);
  if (roomOf(stats) > keeping.maxBytes) throw new Uncacheable(`${path} is larger than the cache may be`);
  const mode = stats.mode & 0o777;
  yield keeping.hashes.settled(stats);
  const begunAt = keeping.now();
  const known = keeping.hashes.known(path, stats);
  if (known !== undefined && keeping.objects.hold(known)) return [name, known, mode];
  const hash = yield* keeping.objects.put(path, stats.size);
  const now = statusOf(path);
  if (!now || !isSameStamp(stampOf(stats), stampOf(now)))
    throw new Uncacheable(`${path} was changed while it was kept`);
  keeping.hashes.learn(path, { hash, stamp: stampOf(stats) }, begunAt);
  return [name, hash, mode];
}
