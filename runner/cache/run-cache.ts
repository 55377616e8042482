import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';
import type { GivenEnvironments } from '../secrets/given.ts';
import type { Workplace } from '../workplace.ts';
import type { CacheWishes } from './cache-wishes.ts';
import { SharedCache } from './shared-cache.ts';
import { taskSubject } from './task-subject.ts';

/** How much room kept files may take when nothing else is said. */
export const defaultCacheBytes = 10 * 2 ** 30;

/** The cache for the run in the folder `run`. `place` is asked for when a task is. It costs nothing until something is asked of it. */
export function openRunCache(
  run: string,
  place: () => Workplace,
  clock: Clock,
  {
    cacheMaxBytes = defaultCacheBytes,
    ignoresCache = false,
    given = new Map(),
  }: CacheWishes & { readonly given?: GivenEnvironments },
): SharedCache {
  return new SharedCache({
    root: rootOf(run),
    now: clock.now,
    maxBytes: cacheMaxBytes,
    ignoresKept: ignoresCache,
    subjectOf: task => taskSubject(task, place(), given),
  });
}

/** See `runFolder` in the layout of a run. */
function rootOf(run: string): string {
  return dirname(dirname(dirname(run)));
}
