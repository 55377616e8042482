import { open } from 'node:fs/promises';
import { journalFile } from '../../layout.ts';
import { parseEventLine } from '../../run-directory/event-line.ts';
import { listRuns } from '../../run-directory/run-list.ts';
import type { KnownRun } from './backfill-plan.ts';

/** The newest run of a pipeline for each scheduled time that one was started for. */
export async function knownRuns(root: string, file: string): Promise<ReadonlyMap<number, KnownRun>> {
  const known = new Map<number, KnownRun>();
  for (const run of await listRuns(root)) {
    if (run.kind !== 'run' || run.file !== file) continue;
    const scheduledAt = await scheduledTime(run.folder);
    if (scheduledAt !== undefined && !known.has(scheduledAt)) known.set(scheduledAt, run);
  }
  return known;
}

/** The first line of a journal says it. */
async function scheduledTime(folder: string): Promise<number | undefined> {
  const file = await open(journalFile(folder), 'r');
  try {
    for await (const line of file.readLines()) {
      const event = parseEventLine(line);
      return event?.type === 'run_started' && event.trigger?.kind !== 'files' && event.trigger?.kind !== 'pipeline'
        ? event.trigger?.scheduledAt
        : undefined;
    }
    return undefined;
  } finally {
    await file.close().catch(() => undefined);
  }
}
