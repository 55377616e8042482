import { rmSync } from 'node:fs';
import { cacheLayout } from '../../cache/cache-layout.ts';
import { cacheSize } from '../../cache/cache-size.ts';
import { prune } from '../../cache/prune.ts';
import { defaultCacheBytes } from '../../cache/run-cache.ts';
import { findRoot } from '../../run-directory/root.ts';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';
import { sizeText } from '../size-text.ts';

/** What `dagwright cache` is told. */
export interface CacheCommandWishes {
  readonly prune?: boolean;
  readonly clear?: boolean;
  /** Bytes. */
  readonly maxSize?: number;
  readonly format: 'text' | 'json';
}

/** `dagwright cache`: tells what the cache of this folder's root holds, and makes it smaller when asked to; answers the exit code. */
export function cache(wishes: CacheCommandWishes): number {
  const root = findRoot(process.cwd());
  const layout = cacheLayout(root);
  try {
    const before = cacheSize(layout);
    if (wishes.clear) rmSync(layout.folder, { recursive: true, force: true });
    else if (wishes.prune) prune(layout, wishes.maxSize ?? defaultCacheBytes, Date.now());
    const after = cacheSize(layout);
    if (wishes.format === 'json') {
      process.stdout.write(
        `${JSON.stringify({ folder: layout.folder, ...after, removedBytes: before.bytes - after.bytes })}\n`,
      );
    } else {
      const removed = wishes.clear || wishes.prune ? `${sizeText(before.bytes - after.bytes)} removed. ` : '';
      process.stdout.write(`${removed}${contentText(after)}: ${layout.folder}\n`);
    }
    return 0;
  } catch (error) {
    throw new Refusal(
      `The cache ${layout.folder} cannot be ${wishes.clear || wishes.prune ? 'changed' : 'read'}: ${systemText(error)}.`,
      1,
    );
  }
}

function contentText({ successes, bytes }: { readonly successes: number; readonly bytes: number }): string {
  return `${successes} ${successes === 1 ? 'success' : 'successes'} with ${sizeText(bytes)} of files`;
}
