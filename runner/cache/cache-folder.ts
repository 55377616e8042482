import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemText } from '../system-text.ts';
import type { CacheLayout } from './cache-layout.ts';
import { Uncacheable } from './uncacheable.ts';

/** Makes the folders of the cache where they are not there yet. Throws `Uncacheable` when they cannot be made or written. */
export function makeCacheFolder(layout: CacheLayout): void {
  if (existsSync(layout.fresh)) return;
  try {
    const state = dirname(layout.folder);
    mkdirSync(state, { recursive: true, mode: 0o700 });
    const ignore = join(state, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    for (const folder of [layout.folder, layout.objects, layout.fresh])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Uncacheable(`${layout.folder} cannot be written: ${systemText(error)}`);
  }
}
