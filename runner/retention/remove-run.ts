import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder, runsFolder } from '../layout.ts';

/** Removes a run. It is gone for all who look at once, also when this is interrupted. Rejects when the system refuses. */
export async function removeRun(root: string, id: string): Promise<void> {
  const going = join(runsFolder(root), `${goingPrefix}${id}`);
  await rename(runFolder(root, id), going);
  await rm(going, { recursive: true, force: true });
}

/** Removes what an interrupted removal has left. Never rejects. */
export async function removeRemains(root: string): Promise<void> {
  const names = await readdir(runsFolder(root)).catch((): string[] => []);
  for (const name of names.filter(name => name.startsWith(goingPrefix))) {
    await rm(join(runsFolder(root), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A hidden name: it is no run any more. */
const goingPrefix = '.going-';
