import { open } from 'node:fs/promises';
import type { RunStatus } from '../../pipeline/pipeline.ts';
import type { RunEvent, RunStarted } from '../event.ts';
import { journalFile } from '../layout.ts';
import { isEnd, type RunState } from '../run-state.ts';
import { countedTasks, countOf } from './counted-tasks.ts';
import { parseEventLine } from './event-line.ts';
import { JournalDecoder, type JournalFault } from './journal-decoder.ts';
import { readRun } from './read-run.ts';

/** One line of a list of runs; `fault` says why nothing more is known of it. */
export type RunSummary =
  | {
      readonly kind: 'run';
      readonly id: string;
      readonly folder: string;
      readonly name: string;
      /** Absolute path of the pipeline file. */
      readonly file: string;
      readonly status: RunStatus;
      readonly startedAt: number;
      readonly endedAt?: number;
      /** How many tasks have their end. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'unreadable'; readonly id: string; readonly folder: string; readonly fault: JournalFault };

/** A head that holds the first line of all but huge pipelines, a tail that holds the last line. */
const headSize = 64 * 1024;
const tailSize = 4 * 1024;

/** Summarises the run in `folder` from the two ends of its journal where they tell enough; `undefined` when no run began there. */
export async function summarise(id: string, folder: string): Promise<RunSummary | undefined> {
  const ends = await readEnds(journalFile(folder));
  if (ends?.started && ends.ended) return endedSummary(id, folder, ends.started, ends.ended);
  const reading = await readRun(folder).catch(
    (error: unknown): JournalFault => ({ kind: 'unreadable', line: 1, message: String(error) }),
  );
  if (reading.kind === 'missing' || reading.kind === 'empty') return undefined;
  if (reading.kind !== 'run') return { kind: 'unreadable', id, folder, fault: reading };
  return summaryOf(id, folder, reading.state);
}

/** The summary of a run that was read in full. */
export function summaryOf(id: string, folder: string, state: RunState): RunSummary {
  const { started, status, endedAt } = state;
  const counted = countedTasks(state);
  const done = counted.filter(task => isEnd(task.status)).length;
  return {
    ...{ kind: 'run', id, folder, name: started.name, file: started.file, status, startedAt: started.at },
    ...(endedAt === undefined ? {} : { endedAt }),
    ...{ done, total: counted.length },
  };
}

/** Instances of `foreach` are not counted: they stand in the middle of the journal, and a list of runs shall not read all of each. */
function endedSummary(id: string, folder: string, started: RunStarted, ended: RunEnded): RunSummary {
  const total = countOf(started.pipeline.tasks);
  return {
    ...{ kind: 'run', id, folder, name: started.name, file: started.file, status: ended.status },
    ...{ startedAt: started.at, endedAt: ended.at, done: total, total },
  };
}

type RunEnded = Extract<RunEvent, { type: 'run_ended' }>;

async function readEnds(journal: string): Promise<{ started?: RunStarted; ended?: RunEnded } | undefined> {
  try {
    const file = await open(journal, 'r');
    try {
      const head = Buffer.alloc(headSize);
      const { bytesRead } = await file.read(head, 0, headSize, 0);
      if (bytesRead < headSize) return endsOf(head.subarray(0, bytesRead), head.subarray(0, bytesRead));
      const { size } = await file.stat();
      const tail = Buffer.alloc(tailSize);
      const end = await file.read(tail, 0, tailSize, Math.max(0, size - tailSize));
      return endsOf(head, tail.subarray(0, end.bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function endsOf(head: Buffer, tail: Buffer): { started?: RunStarted; ended?: RunEnded } {
  const firstEnd = head.indexOf('\n');
  const [started] = firstEnd === -1 ? [] : new JournalDecoder().push(head.subarray(0, firstEnd + 1));
  const lastEnd = tail.lastIndexOf('\n');
  const lastStart = lastEnd <= 0 ? -1 : tail.lastIndexOf('\n', lastEnd - 1);
  const last = lastStart === -1 ? undefined : parseEventLine(tail.toString('utf8', lastStart + 1, lastEnd));
  return {
    ...(started?.type === 'run_started' ? { started } : {}),
    ...(last?.type === 'run_ended' ? { ended: last } : {}),
  };
}
