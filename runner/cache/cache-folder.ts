import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
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

/** What keeps from reading the successes, or from adding any, as a part of a sentence; none when there is no cache yet. */
export function cacheFault({ folder, entries }: CacheLayout): string | undefined {
  for (const path of [folder, entries]) {
    for (const [mode, verb] of [
      [constants.R_OK, 'read'],
      [constants.W_OK, 'written'],
    ] as const) {
      try {
        accessSync(path, mode);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
          return `nothing is kept of it, for ${path} cannot be ${verb}: ${systemText(error)}`;
      }
    }
  }
  return undefined;
}
