import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { scheduleFolder } from '../../layout.ts';
import { claimRun } from '../../resume/claim-run.ts';
import { isOwnerHere } from '../../run-directory/owner.ts';
import { findRoot } from '../../run-directory/root.ts';
import { makeStateFolder } from '../../run-directory/state-folder.ts';
import { thisProcess } from '../../run-directory/this-process.ts';
import { readPicture } from '../../schedule-folder/schedule-picture.ts';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';
import { listenForStop } from '../run/stop-signals.ts';
import { staySmall } from './memory.ts';
import { ScheduleTeller } from './schedule-teller.ts';
import { Scheduler } from './scheduler.ts';
import { WindowWatch } from './window-watch.ts';

/** How `dagwright schedule` may be told to go about it. */
export interface ScheduleWishes {
  readonly maxRuns?: number;
  readonly maxCatchupRuns?: number;
  /** Triggers are off until they are switched on, file by file. */
  readonly paused?: boolean;
  /** Runs whose runner is gone are gone on with. */
  readonly resume?: boolean;
  /** An editor started it, for what is switched on in its windows; a number: how long one takes to be loaded again. */
  readonly windows?: boolean | number;
}

/** `dagwright schedule`: starts the runs of all pipelines below a folder until it is stopped; answers the exit code. */
export async function schedule(typed: string, wishes: ScheduleWishes, program: string): Promise<number> {
  staySmall();
  const folder = existingFolder(typed);
  const root = findRoot(folder);
  await claimFolder(root);
  const stop = listenForStop(Date.now);
  const teller = new ScheduleTeller(text => process.stdout.write(text));
  const scheduling = {
    ...(wishes.maxCatchupRuns !== undefined && { lateAtOnce: wishes.maxCatchupRuns }),
    ...(wishes.paused && { startsPaused: true }),
  };
  const options = {
    folder,
    root,
    program,
    runsAtMost: wishes.maxRuns ?? 16,
    resumes: wishes.resume === true,
    fail,
    scheduling,
  };
  const windows = wishes.windows ? { windows: windowsOf(root, wishes.windows) } : {};
  await new Scheduler({ ...options, ...windows }, teller).go(stop.polite);
  return 0;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence} The scheduler ends; runs go on.\n`);
  process.exit(1);
}

function windowsOf(root: string, reloadMs: boolean | number): WindowWatch {
  return new WindowWatch(scheduleFolder(root), typeof reloadMs === 'number' ? reloadMs : undefined);
}

/** The folder that is meant, absolute. A `Refusal` says why it is none. */
export function existingFolder(typed: string): string {
  const folder = resolve(typed);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Refusal(`${typed} is not a folder. Name the folder that your pipelines are below.`);
  }
  return folder;
}

/** Makes this process the one scheduler of a folder, and of all below it. A `Refusal` says who is it already. */
async function claimFolder(root: string): Promise<void> {
  try {
    for (let above = dirname(root); above !== dirname(above); above = dirname(above)) await refuseOther(above);
    makeStateFolder(root);
    mkdirSync(scheduleFolder(root), { recursive: true, mode: 0o700 });
    const claim = await claimRun(scheduleFolder(root), thisProcess(), systemClock);
    if (claim.kind === 'mine') return;
    const { owner } = claim;
    const where = isOwnerHere(owner) ? '' : ` on ${owner.host}, and from here nobody can see whether it still lives`;
    throw new Refusal(
      `Process ${owner.pid}${where} schedules the pipelines of ${root} already, and one does for all of them. Stop it first.`,
    );
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error && 'code' in error)) throw error;
    throw new Refusal(`The schedule cannot be kept in ${scheduleFolder(root)}: ${systemText(error)}.`);
  }
}

async function refuseOther(root: string): Promise<void> {
  const picture = readPicture(root);
  if (!picture?.isAlive) return;
  throw new Refusal(
    `Process ${picture.owner.pid} schedules the pipelines of ${root} already, and those below it with them. Stop it first.`,
  );
}
