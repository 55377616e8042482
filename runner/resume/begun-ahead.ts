import { existsSync, lstatSync } from 'node:fs';
import { basename } from 'node:path';
import type { RunEvent } from '../event.ts';
import { attemptPath, outputLog } from '../layout.ts';
import { startEvent } from '../news-event.ts';
import { takeBack } from '../processes/take-back.ts';
import { isEnd, type RunState } from '../run-state.ts';
import { shellNotes } from './shell-notes.ts';

/**
 * The starts that the runner which is gone did not live to write down: of attempts that it had told shells ahead, and that
 * have begun. All the others are taken back from the shells, whatever these do just now. `now` is the time, and `run` the run's folder.
 */
export function begunAhead(run: string, state: RunState, now: number): RunEvent[] {
  const notes = shellNotes(run);
  const begun: RunEvent[] = [];
  for (const { name, definition, attempts, status } of state.tasks.values()) {
    if (isEnd(status)) continue;
    const isRecorded = attempts.length > 0 && attempts.at(-1)?.outcome === undefined;
    const attempt = isRecorded ? attempts.length : attempts.length + 1;
    const path = attemptPath(run, name, attempt);
    if (!notes.get(basename(path))?.isAhead || takeBack(path)) continue;
    if (!isRecorded && existsSync(outputLog(path))) begun.push(startEvent(definition, attempt, startOf(path, now)));
  }
  return begun;
}

/** Its log was made then, where the system tells when that was. */
function startOf(path: string, now: number): number {
  const { birthtimeMs } = lstatSync(outputLog(path));
  return birthtimeMs > 0 ? Math.min(now, Math.floor(birthtimeMs)) : now;
}
