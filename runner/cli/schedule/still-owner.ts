import { readdirSync, readFileSync } from 'node:fs';
import type { Owner } from '../../event.ts';
import { ownerFile } from '../../layout.ts';

/** Whether this process is still the one that a scheduler's folder names: somebody may have deleted the folder, and another may have taken it. */
export function isStillOwner(folder: string, { pid, pidStart }: Owner): boolean {
  try {
    const newest = Math.max(...readdirSync(folder).map(name => Number(/^owner\.(\d+)$/.exec(name)?.[1] ?? 0)));
    // Each owner writes it, and whole.
    const owner: Owner = JSON.parse(readFileSync(ownerFile(folder, newest), 'utf8'));
    return owner.pid === pid && owner.pidStart === pidStart;
  } catch (error) {
    // A folder that is not there has no owner; of one that cannot be read now nothing is known.
    return error instanceof Error && 'code' in error && error.code !== 'ENOENT';
  }
}
