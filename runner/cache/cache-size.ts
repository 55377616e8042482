import type { CacheLayout } from './cache-layout.ts';
import { cachedSuccesses } from './cached-successes.ts';
import { keptObjects } from './kept-objects.ts';

/** What a cache holds. */
export interface CacheSize {
  readonly successes: number;
  /** The room that its files take. */
  readonly bytes: number;
}

/** Counts what a cache holds. Throws when it cannot be read. */
export function cacheSize(layout: CacheLayout): CacheSize {
  let bytes = 0;
  for (const object of keptObjects(layout).values()) bytes += object.bytes;
  return { successes: cachedSuccesses(layout).successes.length, bytes };
}
