import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stateFolderName } from '../layout.ts';

/**
 * The folder whose `.dagwright` remembers the runs of the pipelines in `folder`: the nearest one, from `folder`
 * upwards, that has a `.dagwright` or a `.git`; when there is none, `folder` itself.
 */
export function findRoot(folder: string): string {
  const start = resolve(folder);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, stateFolderName)) || existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return start;
  }
}
