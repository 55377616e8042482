import { rmSync } from 'node:fs';
import { carryOut } from './carry-out.ts';
import { systemClock } from './clock.ts';
import { rememberDurations } from './history/past-durations.ts';
import { type Journal, type JournalOpener, openJournal } from './journal.ts';
import { journalFile, runFolder } from './layout.ts';
import { machineFor } from './limits/run-limits.ts';
import { makeRunTools } from './make-run-tools.ts';
import { observeRun } from './observers/observe-run.ts';
import { retainRuns } from './retention/retain-runs.ts';
import { makeRunFolder } from './run-folder.ts';
import { CannotStart, type RunOptions } from './run-options.ts';
import { runStarted } from './run-started.ts';
import { initialState, type RunState } from './run-state.ts';
import { refuseSecretParams } from './secrets/secret-params.ts';
import { systemText } from './system-text.ts';
import { type Remembering, rememberRun } from './unchanged/remember-run.ts';

/**
 * Runs a pipeline to its end and answers how it stands then, also when it failed or was cancelled. Rejects with
 * `CannotStart` when it cannot begin, and nothing has been started then. The run is kept below `root`, and, when nothing had to
 * be run for it, in mind by `remembering`.
 */
export async function runPipeline(
  options: RunOptions,
  open: JournalOpener = openJournal,
  remembering?: Remembering,
): Promise<RunState> {
  refuseSecretParams(options);
  const machine = await machineFor(options);
  const observation = await observeRun(process.env);
  const now = systemClock.now();
  const runId = makeRunFolder(options.root, now, options.runId);
  const run = runFolder(options.root, runId);
  const state = initialState(runStarted(options, runId, now));
  const journal = newJournal(run, open);
  let hasBegun = true;
  try {
    const seen = remembering && !options.given?.size && { observed: remembering.observed };
    const more = { ...(machine && { machine }), ...(observation && { observation }), ...seen };
    const { tools, place } = makeRunTools(run, state, journal, { ...options, ...more });
    observation?.begin(place);
    const ended = await carryOut(tools, run, options);
    rememberDurations(options.root, ended);
    if (remembering && seen && !place.expressions.hasReadRun) rememberRun(remembering, ended);
    return ended;
  } catch (error) {
    hasBegun = !(error instanceof CannotStart);
    throw error;
  } finally {
    await observation?.end(options.killSignal);
    journal.close();
    // Nobody could see what is left of it, nor clean it away.
    if (!hasBegun) rmSync(run, { recursive: true, force: true });
    if (options.keepRuns !== undefined) await retainRuns(options.root, options.keepRuns);
  }
}

function newJournal(run: string, open: JournalOpener): Journal {
  try {
    return open(journalFile(run));
  } catch (error) {
    throw new CannotStart(`The journal cannot be made: ${systemText(error)}.`);
  }
}
