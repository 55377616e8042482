import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether git could find a commit for `folder`: where there is no repository it needs not be started. */
export function mayHaveCommit(folder: string, env: NodeJS.ProcessEnv): boolean {
  if (env.GIT_DIR !== undefined || env.GIT_WORK_TREE !== undefined) return true;
  for (let at = folder; ; at = dirname(at)) {
    const found = statSync(join(at, '.git'), { throwIfNoEntry: false });
    // A file leads to a repository elsewhere; a folder without this is none.
    if (found && (!found.isDirectory() || statSync(join(at, '.git', 'HEAD'), { throwIfNoEntry: false }))) return true;
    if (dirname(at) === at) return false;
  }
}
