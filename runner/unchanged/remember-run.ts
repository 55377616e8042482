import { readFileSync } from 'node:fs';
import type { Observation, ObservedFiles } from '../cache/observed-files.ts';
import { journalFile, runFolder } from '../layout.ts';
import type { RunState } from '../run-state.ts';
import { type Retold, retoldJournal } from './retold-journal.ts';
import { type UnchangedMemory, writeRecord } from './unchanged-memory.ts';
import { stampNumbers } from './unchanged-record.ts';

/** How a run is remembered. */
export interface Remembering {
  readonly memory: UnchangedMemory;
  readonly observed: ObservedFiles;
}

/**
 * Remembers a run that is over when nothing had to be run for it, and all that this came from can be seen by the stamps of
 * files; otherwise does nothing. Never throws.
 */
export function rememberRun({ memory, observed }: Remembering, state: RunState): void {
  const { whole } = observed;
  const { started } = state;
  if (!whole || state.status !== 'success' || !isPlain(started) || asksForRoom(state)) return;
  const journal = readJournal(journalFile(runFolder(memory.root, started.runId)));
  // The rest is found out in no time.
  if (!journal || journal.times.length <= fewest) return;
  const { name, file, fileHash, params } = started;
  const { tasks, ...pipeline } = started.pipeline;
  const { successes, freshUntil } = whole;
  const { build, given } = memory;
  const dagwrightVersion = started.versions.dagwright;
  const head = { build, dagwrightVersion, file, given, successes, freshUntil, name, fileHash, params, pipeline };
  writeRecord(memory, { head, ...stamped(whole), journal });
}

const fewest = 100;

/** A run of the whole file, by hand, that uses no other. */
function isPlain({ rerunOf, selection, trigger, used, takenOver }: RunState['started']): boolean {
  return !rerunOf && !selection && !trigger && !used && !takenOver;
}

/** What the machine has may be different the next time, and then a task that asks for more is refused. */
function asksForRoom({ tasks }: RunState): boolean {
  for (const { definition } of tasks.values()) if (Object.keys(definition.resources).length > 0) return true;
  return false;
}

function readJournal(path: string): Retold | undefined {
  try {
    return retoldJournal(readFileSync(path));
  } catch {
    return undefined;
  }
}

function stamped({ files }: Observation): { readonly paths: readonly string[]; readonly stamps: Float64Array } {
  const stamps = new Float64Array(files.size * 4);
  let at = 0;
  for (const stamp of files.values()) {
    stamps.set(stampNumbers(stamp), at);
    at += 4;
  }
  return { paths: [...files.keys()], stamps };
}
