import { existsSync } from 'node:fs';
import type { RunStatus } from '../../../pipeline/pipeline.ts';
import { systemClock } from '../../clock.ts';
import { claimRun } from '../../resume/claim-run.ts';
import { summarise } from '../../run-directory/run-summary.ts';
import { thisProcess } from '../../run-directory/this-process.ts';

/** What became of a run that was decided: `unborn` has no folder, `stillborn` a folder in which nothing can begin any more. */
export type RunFate = RunStatus | 'unborn' | 'stillborn' | 'unreadable';

/**
 * What became of the run in `folder`. Of one that has not begun, `mayClaim` says whether to make sure that nobody begins
 * it any more: its runner may be on its way, and then it counts as running.
 */
export async function runFate(id: string, folder: string, mayClaim: boolean): Promise<RunFate> {
  const summary = await summarise(id, folder);
  if (summary) return summary.kind === 'run' ? summary.status : 'unreadable';
  if (!existsSync(folder)) return 'unborn';
  if (!mayClaim) return 'running';
  const claim = await claimRun(folder, thisProcess(), systemClock);
  if (claim.kind === 'taken') return 'running';
  const begun = await summarise(id, folder);
  return begun?.kind === 'run' ? begun.status : 'stillborn';
}
