import type { RunStatus } from '../../pipeline/pipeline.ts';
import type { RunTrigger } from '../event.ts';
import { journalFile } from '../layout.ts';
import type { RunState } from '../run-state.ts';
import { countOf, progressOf } from './counted-tasks.ts';
import type { JournalFault } from './journal-decoder.ts';
import { type JournalEnds, readEnds } from './journal-ends.ts';
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
      /** What started it, when nobody did by hand. */
      readonly trigger?: RunTrigger;
      readonly endedAt?: number;
      /** How many tasks have their end. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'unreadable'; readonly id: string; readonly folder: string; readonly fault: JournalFault };

/** Summarises the run in `folder` from the two ends of its journal where they tell enough; `undefined` when no run began there. */
export async function summarise(id: string, folder: string): Promise<RunSummary | undefined> {
  const ends = await readEnds(journalFile(folder));
  const told = ends && endedSummary(id, folder, ends);
  if (told) return told;
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
  return {
    ...{ kind: 'run', id, folder, name: started.name, file: started.file, status, startedAt: started.at },
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(started.trigger && { trigger: started.trigger }),
    ...progressOf(state),
  };
}

/** Of a run that is over all tasks have their end; a journal that does not say how many, and has more than fit into a head, is read in full. */
function endedSummary(id: string, folder: string, { started, ended }: JournalEnds): RunSummary | undefined {
  const { at, name, file, pipeline, trigger } = started;
  const total = ended.tasks ?? (pipeline && countOf(pipeline.tasks));
  if (total === undefined) return undefined;
  return {
    ...{ kind: 'run', id, folder, name, file, status: ended.status },
    ...{ startedAt: at, endedAt: ended.at, done: total, total },
    ...(trigger && { trigger }),
  };
}
