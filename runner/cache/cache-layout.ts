import { join } from 'node:path';
import { stateFolderName } from '../layout.ts';

/*
 * Where the cache of a root lies:
 *
 *   .dagwright/cache/
 *     entries                the successes, a line each, and when they were last used; see `entry-lines.ts`
 *     hashes                 what files held when they were last read, a line each; see `hash-lines.ts`
 *     objects/<2>/<62>       files that tasks gave, named by the SHA-256 of what they hold; may only be read
 *     salt                   what is mixed into the hashes of hidden values
 *     new/                   what is being written; renamed when it is whole
 */

export interface CacheLayout {
  readonly folder: string;
  readonly entries: string;
  readonly hashes: string;
  readonly objects: string;
  readonly salt: string;
  readonly fresh: string;
}

export function cacheLayout(root: string): CacheLayout {
  const folder = join(root, stateFolderName, 'cache');
  const under = (name: string) => join(folder, name);
  return {
    ...{ folder, entries: under('entries'), hashes: under('hashes'), objects: under('objects') },
    ...{ salt: under('salt'), fresh: under('new') },
  };
}

/** The path of the object whose content has the SHA-256 `hash`. */
export function objectPath(layout: CacheLayout, hash: string): string {
  return join(layout.objects, hash.slice(0, 2), hash.slice(2));
}
