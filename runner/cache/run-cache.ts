import type { Clock } from '../clock.ts';
import type { Upkeep } from '../event.ts';
import { rootOfRun } from '../layout.ts';
import type { GivenEnvironments } from '../secrets/given.ts';
import type { Workplace } from '../workplace.ts';
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
  }: Upkeep & { readonly given?: GivenEnvironments },
): SharedCache {
  return new SharedCache({
    root: rootOfRun(run),
    now: clock.now,
    after: clock.after,
    maxBytes: cacheMaxBytes,
    ignoresKept: ignoresCache,
    subjectOf: task => taskSubject(task, place(), given),
    lookedUpBefore: task => {
      const { fingerprint, queuedAt } = place().state.tasks.get(task.name) ?? {};
      return fingerprint === undefined || queuedAt === undefined ? undefined : { key: fingerprint, at: queuedAt };
    },
  });
}
