import { existsSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { KnownFiles } from '../../../pipeline/missing-files.ts';

/** The files that the tasks of the pipeline at `path` may name, as they lie on the disk. */
export function filesAround(path: string): KnownFiles {
  const folder = dirname(path);
  return {
    exists: file => existsSync(resolve(folder, file)),
    namesIn: inside => {
      try {
        return readdirSync(resolve(folder, inside));
      } catch {
        return [];
      }
    },
  };
}
