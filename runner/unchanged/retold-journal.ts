import type { RunEvent } from '../event.ts';
import { parseEventLine } from '../run-directory/event-line.ts';

/** A journal of a run for which nothing was run, made ready for being told again with other times. */
export interface Retold {
  /** From the tasks in its first line on. */
  readonly told: Buffer;
  /** Where in `told` the 13 digits of each event's time stand. */
  readonly times: Uint32Array;
  /** How many tasks there are, when each of them comes from the cache and there is nothing else to tell. */
  readonly cached?: number;
}

/** Makes a journal ready; `undefined` when something was run, or happened, that the next run would not meet again in the same way. */
export function retoldJournal(journal: Buffer): Retold | undefined {
  const start = journal.indexOf(tasksFollow);
  const first = journal.indexOf(newline);
  if (start === -1 || first < start || journal.at(-1) !== newline) return undefined;
  const told = journal.subarray(start);
  const text = told.toString('latin1', first - start + 1);
  const times: number[] = [];
  let cached = 0;
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    const line = text.slice(at, end);
    const begin = beginOfLine.exec(line)?.[0];
    if (begin === undefined) return undefined;
    if (isCached(line)) cached++;
    else if (!mayBeRetold(parseEventLine(Buffer.from(line, 'latin1').toString()))) return undefined;
    times.push(first - start + 1 + at + begin.length);
  }
  return { told, times: Uint32Array.from(times), ...(cached === times.length - 1 && { cached }) };
}

/** See `tasksFollow` in `run-directory/journal-ends.ts`. */
const tasksFollow = ',"pipeline":{';
const newline = 0x0a;

const beginOfLine = /^\{"type":"[a-z_]+","at":(?=\d{13},)/;

/** Told by most lines, which are not read word by word. */
function isCached(line: string): boolean {
  return successBegin.test(line) && cacheEnd.test(line);
}

const successBegin = /^\{"type":"task_ended","at":\d+,"task":"[^"\\]+","status":"success",/;
const cacheEnd = /,"source":\{"kind":"cache","run":"[\w-]+"\}\}$/;

/** Nothing was run, failed or was asked for. */
function mayBeRetold(event: RunEvent | undefined): boolean {
  if (event?.type === 'group_opened') return true;
  if (event?.type === 'run_ended') return event.status === 'success' && event.message === undefined;
  if (event?.type !== 'task_ended') return false;
  return event.status === 'success' ? event.source?.kind !== 'run' : event.status === 'skipped';
}
