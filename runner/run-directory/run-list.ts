import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runsFolder } from '../layout.ts';
import { type RunSummary, summarise } from './run-summary.ts';

/** How many journals are read at the same time. */
const atOnce = 16;

/** The ids of the runs that `root` remembers, newest first; none when it has never run anything. */
export async function listRunIds(root: string): Promise<string[]> {
  try {
    const entries = await readdir(runsFolder(root), { withFileTypes: true });
    const names = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name);
    return names.sort().reverse();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/** A summary of each run that `root` remembers, newest first, at most `limit`; a folder whose run never began is left out. */
export async function listRuns(root: string, limit = Number.POSITIVE_INFINITY): Promise<RunSummary[]> {
  const ids = await listRunIds(root);
  const summaries: RunSummary[] = [];
  for (let start = 0; start < ids.length && summaries.length < limit; start += atOnce) {
    const batch = ids.slice(start, start + atOnce).map(id => summarise(id, join(runsFolder(root), id)));
    for (const summary of await Promise.all(batch)) if (summary) summaries.push(summary);
  }
  return summaries.slice(0, limit);
}
