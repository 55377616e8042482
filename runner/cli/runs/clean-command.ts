import { formatDuration } from '../../../pipeline/duration.ts';
import { removableRuns } from '../../retention/removable-runs.ts';
import { removeRemains, removeRun } from '../../retention/remove-run.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRuns } from '../../run-directory/run-list.ts';
import type { RunSummary } from '../../run-directory/run-summary.ts';
import { statusText } from '../../run-directory/wording.ts';
import { oneLine } from '../one-line.ts';
import { Refusal } from '../refusal.ts';
import { tableText } from '../table.ts';
import { orRefusal } from './or-refusal.ts';

/** What `dagwright clean` is told. */
export interface CleanWishes {
  readonly keep?: number;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly interrupted?: boolean;
  readonly dryRun?: boolean;
}

/** `dagwright clean`: removes the folders of old runs; answers the exit code. */
export async function clean(wishes: CleanWishes): Promise<number> {
  const { keep, olderThan, interrupted = false } = wishes;
  if (keep === undefined && olderThan === undefined) {
    throw new Refusal('Say which runs may go: --keep N, --older-than 30d, or both.');
  }
  const root = findRoot(process.cwd());
  const all = await orRefusal(`What was run in ${root}`, listRuns(root));
  const now = Date.now();
  const going = removableRuns(all, {
    ...(keep === undefined ? {} : { keep }),
    ...(olderThan === undefined ? {} : { endedBefore: now - olderThan }),
    interrupted,
  });
  if (wishes.dryRun) process.stdout.write(tableText(going.map(run => rowOf(run, now))));
  else {
    await removeRemains(root);
    for (const { id } of going) await orRefusal(`Run ${id}`, removeRun(root, id), 'removed');
  }
  const verb = wishes.dryRun ? 'would be removed' : 'removed';
  process.stdout.write(`${going.length} of ${all.length} runs ${verb}.\n`);
  return 0;
}

function rowOf(run: RunSummary, now: number): string[] {
  if (run.kind !== 'run') return [run.id];
  return [run.id, oneLine(run.name), statusText(run.status), `${formatDuration(now - run.startedAt)} ago`];
}
