import { rmSync, statSync } from 'node:fs';
import { cacheLayout } from '../cache/cache-layout.ts';
import { isSameStamp, ownStatusOf, statusOf } from '../cache/file-stamp.ts';
import type { Clock } from '../clock.ts';
import type { RunStarted } from '../event.ts';
import { openJournal } from '../journal.ts';
import { journalFile, runFolder } from '../layout.ts';
import { makeRunFolder } from '../run-folder.ts';
import type { RunOptions } from '../run-options.ts';
import { runStarted } from '../run-started.ts';
import { readRecord, type UnchangedMemory } from './unchanged-memory.ts';
import type { UnchangedRecord } from './unchanged-record.ts';

/** The last run that was remembered, when a run now would come to the same: nothing of what it depended on has changed. */
export function unchangedRun(memory: UnchangedMemory, now: number): UnchangedRecord | undefined {
  const record = readRecord(memory);
  return record && isUnchanged(record, memory.root, now) ? record : undefined;
}

/** Whether nothing of what a remembered run below `root` depended on has changed. */
export function isUnchanged(record: UnchangedRecord, root: string, now: number): boolean {
  if (now >= record.head.freshUntil) return false;
  try {
    const successes = statusOf(cacheLayout(root).entries);
    return successes !== undefined && isSameStamp(record.head.successes, successes) && areUnchanged(record);
  } catch {
    // The system refuses to tell: the run itself says of what.
    return false;
  }
}

/** In a loop of its own: a no-op of ten thousand tasks is little else. */
function areUnchanged({ paths, stamps }: UnchangedRecord): boolean {
  for (let place = 0, at = 0; place < paths.length; place++, at += 4) {
    const path = paths[place] ?? '';
    if (Number.isNaN(stamps[at])) {
      // A link that leads nowhere is there too.
      if (ownStatusOf(path)) return false;
      continue;
    }
    const stats = statSync(path, orNothing);
    if (stats?.size !== stamps[at] || stats?.mtimeMs !== stamps[at + 1]) return false;
    if (stats?.ctimeMs !== stamps[at + 2] || stats?.ino !== stamps[at + 3]) return false;
  }
  return true;
}

const orNothing = { throwIfNoEntry: false } as const;

/** What of a run's options is not remembered. */
export type RetellOptions = Pick<
  RunOptions,
  'root' | 'maxParallel' | 'failFast' | 'git' | 'ignoresCache' | 'cacheMaxBytes' | 'keepRuns'
>;

/** A run as it has been told again. */
export interface RetoldRun {
  readonly started: Omit<RunStarted, 'pipeline'>;
  readonly endedAt: number;
  /** The whole journal, in pieces. */
  readonly journal: readonly Buffer[];
  /** See `Retold`. */
  readonly cached?: number;
}

/**
 * Keeps a run of its own that began at `startedAt`, like a remembered one of which everything is unchanged: with the same events,
 * at the time at which it is called. Throws what the system refuses, and nothing is left behind then.
 */
export function retellRun(
  { head, journal }: UnchangedRecord,
  options: RetellOptions,
  startedAt: number,
  clock: Pick<Clock, 'now'>,
): RetoldRun {
  const runId = makeRunFolder(options.root, startedAt);
  const run = runFolder(options.root, runId);
  try {
    const { name, file, fileHash, params, pipeline, dagwrightVersion } = head;
    const said = { name, file, fileHash, params, dagwrightVersion, pipeline: { ...pipeline, tasks: [] } };
    const { pipeline: _none, ...started } = runStarted({ ...options, ...said }, runId, startedAt);
    const endedAt = clock.now();
    const first = Buffer.from(JSON.stringify(started).slice(0, -1));
    const pieces = [first, retimed(journal, endedAt)];
    writeJournal(journalFile(run), pieces);
    const { cached } = journal;
    return { started, endedAt, journal: pieces, ...(cached !== undefined && { cached }) };
  } catch (error) {
    rmSync(run, { recursive: true, force: true });
    throw error;
  }
}

/** In place: it is read for one run. */
function retimed({ told, times }: UnchangedRecord['journal'], now: number): Buffer {
  const digits = Buffer.from(String(now));
  for (const at of times) told.set(digits, at);
  return told;
}

function writeJournal(path: string, pieces: readonly Buffer[]): void {
  const journal = openJournal(path);
  try {
    for (const piece of pieces) journal.appendBytes(piece);
    journal.sync();
  } finally {
    journal.close();
  }
}
