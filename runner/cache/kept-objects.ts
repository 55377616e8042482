import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheLayout } from './cache-layout.ts';
import { roomOf } from './objects.ts';

/** A file in the cache. */
export interface KeptObject {
  readonly path: string;
  /** The room that it takes. */
  readonly bytes: number;
  /** When somebody last said that it is wanted. */
  readonly heldAt: number;
}

/** All files in the cache by their hashes. Throws when they cannot be listed. */
export function keptObjects({ objects }: CacheLayout): Map<string, KeptObject> {
  const found = new Map<string, KeptObject>();
  for (const folder of namesIn(objects)) {
    for (const name of namesIn(join(objects, folder))) {
      const path = join(objects, folder, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats) found.set(folder + name, { path, bytes: roomOf(stats), heldAt: stats.mtimeMs });
    }
  }
  return found;
}

/** The names in a folder; none when it is not there. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
