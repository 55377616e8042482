import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runsFolder, stateFolderName } from '../layout.ts';

/** Makes the `.dagwright` of the folder `root` with what belongs in it. Each folder by itself: of a file system that is read-only, Node says that it is not there when asked for both at once. */
export function makeStateFolder(root: string): void {
  const state = join(root, stateFolderName);
  for (const folder of [state, runsFolder(root)]) if (!existsSync(folder)) makeFolder(folder);
  const ignore = join(state, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** Another run may make it at the same moment. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
