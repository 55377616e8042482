import { dirname } from 'node:path';
import type { Output } from '../../pipeline/pipeline.ts';
import type { Clock } from '../clock.ts';
import type { Upkeep } from '../event.ts';
import { rootOfRun } from '../layout.ts';
import type { OutputClaims } from '../output-claims.ts';
import type { GivenEnvironments } from '../secrets/given.ts';
import type { Workplace } from '../workplace.ts';
import { mayCallHashFiles } from './calls-hash-files.ts';
import { hashesBefore, workOutBefore } from './hashes-before.ts';
import type { ObservedFiles } from './observed-files.ts';
import { SharedCache } from './shared-cache.ts';
import { taskSubject } from './task-subject.ts';

/** How much room kept files may take when nothing else is said. */
export const defaultCacheBytes = 10 * 2 ** 30;

/**
 * The cache for the run in the folder `run`. `place` is asked for when a task is, and whether its files may be brought back: one
 * that `claims` refuses is not looked up. It costs nothing until something is asked of it.
 */
export function openRunCache(
  run: string,
  place: () => Workplace,
  claims: () => OutputClaims,
  clock: Clock,
  {
    cacheMaxBytes = defaultCacheBytes,
    ignoresCache = false,
    given = new Map(),
    observed,
  }: Upkeep & { readonly given?: GivenEnvironments; readonly observed?: ObservedFiles },
): SharedCache {
  return new SharedCache({
    root: rootOfRun(run),
    now: clock.now,
    after: clock.after,
    maxBytes: cacheMaxBytes,
    ignoresKept: ignoresCache,
    ...(observed && { observed }),
    subjectOf: task => {
      const subject = taskSubject(task, place(), given);
      if ('error' in subject || Object.values(task.outputs).some(isHashed)) return subject;
      const fault = claims().conflict(task, subject.outputs, dirname(subject.file));
      return fault === undefined ? subject : { error: fault };
    },
    workOutBefore: task => (hashesBefore(task) ? () => workOutBefore(task, place()) : undefined),
    lookedUpBefore: task => {
      const { fingerprint, queuedAt } = place().state.tasks.get(task.name) ?? {};
      return fingerprint === undefined || queuedAt === undefined ? undefined : { key: fingerprint, at: queuedAt };
    },
  });
}

/** Where a file stands whose name is a hash is not known while it is only asked what will be hashed. */
function isHashed(output: Output): boolean {
  return 'path' in output && mayCallHashFiles(output.path);
}
