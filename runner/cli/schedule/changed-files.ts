import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { passedOver } from './folder-watch.ts';
import type { GlobPlace } from './glob-place.ts';

/** The files of some places that changed after a moment, with how they lie there now. */
export function changedFiles(
  places: readonly GlobPlace[],
  since: number,
  isLeftOut: (path: string) => boolean,
): ReadonlyMap<string, Stats> {
  const changed = new Map<string, Stats>();
  const look = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!passedOver.has(basename(path)) && places.some(place => place.reaches(path))) look(path);
      } else if (places.some(place => place.fits(path)) && !changed.has(path) && !isLeftOut(path)) {
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats?.isFile() && stats.ctimeMs > since) changed.set(path, stats);
      }
    }
  };
  for (const folder of new Set(places.map(place => place.folder))) look(folder);
  return changed;
}

/** A folder that is not there, or may not be read, holds nothing. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
