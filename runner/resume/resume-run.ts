import { carryOut } from '../carry-out.ts';
import { systemClock } from '../clock.ts';
import type { Owner, RunEvent } from '../event.ts';
import { hear } from '../event-record.ts';
import { rememberDurations } from '../history/past-durations.ts';
import { type Journal, type JournalOpener, openJournal } from '../journal.ts';
import { journalFile, rootOfRun } from '../layout.ts';
import { machineFor } from '../limits/run-limits.ts';
import { makeRunTools, type ToolOptions } from '../make-run-tools.ts';
import { observeRun } from '../observers/observe-run.ts';
import { retainRuns } from '../retention/retain-runs.ts';
import { isOwnerGone, isOwnerHere } from '../run-directory/owner.ts';
import { thisProcess } from '../run-directory/this-process.ts';
import { CannotStart, type RunOptions } from '../run-options.ts';
import { initialState, type RunState } from '../run-state.ts';
import { systemText } from '../system-text.ts';
import { adoptedAttempts } from './adopted-attempts.ts';
import { begunAhead } from './begun-ahead.ts';
import { claimRun } from './claim-run.ts';
import { pausedSince } from './paused-since.ts';
import { lastOwner, type ReadJournal, readJournal } from './read-journal.ts';

/** How a run is gone on with. */
export interface ResumeOptions extends ToolOptions, Pick<RunOptions, 'signal' | 'killSignal' | 'dagwrightVersion'> {
  /** The run's folder, as its runner called it. */
  readonly run: string;
  /** Take it also from an owner on another machine, of whom nothing can be known here. */
  readonly isForced?: boolean;
  /** Hears what happened before; what happens from now on is told to `onEvent`. */
  readonly onTaken?: (before: readonly RunEvent[]) => void;
}

/**
 * Goes on with a run whose runner is gone, to its end, and answers how it stands then: what has ended meanwhile is taken
 * note of, what still runs is watched over, nothing is done twice. Rejects with `CannotStart` when that cannot be.
 */
export async function resumeRun(options: ResumeOptions, open: JournalOpener = openJournal): Promise<RunState> {
  const { run } = options;
  const observation = await orCannotStart(() => observeRun(process.env, true));
  const before = await takeRun(options);
  const upkeep = { ...before.started.upkeep, ...options };
  const journal = await orCannotStart(() => open(journalFile(run), before.length));
  try {
    // Before anything else: on a disk that is still full, what runs is left alone.
    const resumed = await orCannotStart(() => writtenResumption(journal, options));
    const state = initialState(before.started);
    const machine = await machineFor(state.started);
    const observed = observation && { observation };
    const made = makeRunTools(run, state, journal, {
      ...upkeep,
      ...(machine && { machine }),
      ...observed,
      isResumed: true,
    });
    for (const event of [...before.events, resumed]) hear(event, made.tools);
    options.onTaken?.([before.started, ...before.events]);
    observation?.begin(made.place);
    made.tools.onEvent(resumed);
    for (const begun of await orCannotStart(() => begunAhead(run, state, systemClock.now()))) {
      hear(begun, made.tools);
      journal.append(begun);
      made.tools.onEvent(begun);
    }
    const adopted = await orCannotStart(() => adoptedAttempts(made.place, made.tools.processes));
    const ended = await carryOut(made.tools, run, options, { adopted, pausedSince: pausedSince(state) });
    rememberDurations(rootOfRun(run), ended);
    return ended;
  } finally {
    await observation?.end(options.killSignal);
    journal.close();
    if (upkeep.keepRuns !== undefined) await retainRuns(rootOfRun(run), upkeep.keepRuns);
  }
}

/** Makes this process the owner of the run; answers its journal, which nobody else writes from now on. */
async function takeRun({ run, isForced }: ResumeOptions): Promise<ReadJournal> {
  const mayTake = (owner: Owner) => isOwnerGone(owner) || (isForced === true && !isOwnerHere(owner));
  const owner = lastOwner(goingOn(run));
  if (!mayTake(owner)) throw takenBy(owner);
  const claim = await orCannotStart(() => claimRun(run, thisProcess(), systemClock, mayTake));
  if (claim.kind === 'taken') throw takenBy(claim.owner);
  // Whoever had it may have written to the end of it since.
  return goingOn(run);
}

function goingOn(run: string): ReadJournal {
  const journal = readJournal(run);
  if ('fault' in journal) throw new CannotStart('The run never began, or its journal cannot be read.');
  if (journal.events.some(({ type }) => type === 'run_ended')) throw new CannotStart('The run is over.');
  return journal;
}

function takenBy(owner: Owner): CannotStart {
  if (isOwnerHere(owner)) return new CannotStart(`Process ${owner.pid} carries the run out already.`);
  return new CannotStart(
    `The run belongs to process ${owner.pid} on ${owner.host}, and from here nobody can see whether that still lives. Resume it there; or, when you know that it is gone, add --force.`,
  );
}

function writtenResumption(journal: Journal, { dagwrightVersion }: ResumeOptions): RunEvent {
  const versions = { dagwright: dagwrightVersion, node: process.versions.node };
  const resumed = { type: 'run_resumed', at: systemClock.now(), ...thisProcess(), versions } as const;
  journal.append(resumed);
  journal.flush();
  return resumed;
}

async function orCannotStart<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CannotStart(`Its folder cannot be read or written: ${systemText(error)}.`);
  }
}
