import { sep } from 'node:path';
import type { Clock } from '../clock.ts';
import { tasksFolder } from '../layout.ts';
import { type ProcessEntry, processTable } from './process-table.ts';
import { relatives } from './relatives.ts';
import { terminate } from './termination.ts';

/** Ends what still runs of the run in the folder `run`, whose runner is gone; answers how many processes that were. */
export async function endRemains(run: string, graceMs: number, clock: Clock): Promise<number> {
  const living = () => remainsOf(run);
  const { length } = await living();
  if (length > 0) await terminate({ living }, graceMs, clock).done;
  return length;
}

/** Its attempts, and the shells that start them: those bear the folder itself. */
async function remainsOf(run: string): Promise<ProcessEntry[]> {
  const folder = tasksFolder(run);
  const bears = (birthmark: string) => birthmark === folder || birthmark.startsWith(folder + sep);
  return relatives(await processTable('everybody'), { bears, groups: new Set(), spared: new Set([process.pid]) });
}
