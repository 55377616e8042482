import { listRunIds, listRuns } from '../run-directory/run-list.ts';
import { removableRuns } from './removable-runs.ts';
import { removeRun } from './remove-run.ts';

/**
 * Removes old runs of `root` so that about `keep` stay; see `removableRuns` for what always stays. As long as there are no more, only
 * their names are read. Never rejects: what cannot be removed stays.
 */
export async function retainRuns(root: string, keep: number): Promise<void> {
  try {
    if ((await listRunIds(root)).length <= keep) return;
    for (const run of removableRuns(await listRuns(root), { keep })) await removeRun(root, run.id);
  } catch {
    // The next run tries again, and `clean` says what is wrong.
  }
}
