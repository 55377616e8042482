import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pastDurations } from '../../history/past-durations.ts';
import { journalFile, runFolder } from '../../layout.ts';
import { resumeRun } from '../../resume/resume-run.ts';
import { isOwnerHere } from '../../run-directory/owner.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRuns } from '../../run-directory/run-list.ts';
import { statusText } from '../../run-directory/wording.ts';
import { CannotStart } from '../../run-options.ts';
import { Refusal } from '../refusal.ts';
import { recordedRun } from '../rerun/recorded-run.ts';
import { type SecretWishes, withGiven } from '../run/given-from-outside.ts';
import { type UpkeepWishes, upkeep } from '../run/prepare-run.ts';
import { type Presentation, presentRun } from '../run/present-run.ts';
import { type FoundRun, findRun } from '../runs/find-run.ts';
import { orRefusal } from '../runs/or-refusal.ts';
import { version } from '../version.ts';

/** What the command line says about going on with a run. */
export interface ResumeWishes extends Presentation, SecretWishes, UpkeepWishes {
  /** Take it also from a runner on another machine. */
  readonly force?: boolean;
}

/** `dagwright resume`: goes on with a run whose runner is gone (without a name the newest such) to its end, and tells how; answers the exit code. */
export async function resume(typed: string | undefined, wishes: ResumeWishes): Promise<number> {
  const found = await findRun(typed ?? (await newestInterrupted()));
  refuseOver(found, wishes);
  const { started } = found.state;
  const root = findRoot(dirname(started.file));
  // As the runner called it: by this name its processes are known.
  const run = runFolder(root, started.runId);
  if (!existsSync(journalFile(run))) {
    throw new Refusal(`Run ${found.id} began in ${root}, which is not there any more: it cannot be resumed elsewhere.`);
  }
  const recorded = recordedRun(found, { param: [] });
  const prepared = await withGiven({ ...recorded, notes: changeNotes(found) }, wishes);
  const durations = await pastDurations(root, started.file);
  const { given, maskProgram } = prepared.options;
  const options = {
    run,
    dagwrightVersion: version,
    durations,
    ...upkeep(wishes),
    ...(given && { given }),
    ...(maskProgram && { maskProgram }),
  };
  return presentRun({ root, notes: prepared.notes }, wishes, async ears => {
    try {
      return await resumeRun({ ...options, ...ears, ...(wishes.force && { isForced: true }) });
    } catch (error) {
      if (error instanceof CannotStart) throw new Refusal(`Run ${found.id} cannot be resumed. ${error.message}`);
      throw error;
    }
  });
}

async function newestInterrupted(): Promise<string> {
  const root = findRoot(process.cwd());
  const runs = await orRefusal(`What was run in ${root}`, listRuns(root));
  const newest = runs.find(run => run.kind === 'run' && run.status === 'interrupted');
  if (!newest) throw new Refusal(`No run in ${root} was interrupted. All runs: dagwright runs`);
  return newest.id;
}

function refuseOver({ id, state }: FoundRun, { force }: ResumeWishes): void {
  const { status, owner } = state;
  if (status === 'interrupted' || (status === 'running' && force && !isOwnerHere(owner))) return;
  if (status !== 'running') {
    throw new Refusal(`Run ${id} is over: ${statusText(status)}. Run it again: dagwright rerun ${id}`);
  }
  if (isOwnerHere(owner)) throw new Refusal(`Run ${id} goes on: process ${owner.pid} carries it out.`);
  throw new Refusal(
    `Run ${id} belongs to process ${owner.pid} on ${owner.host}, and from here nobody can see whether that still lives. Resume it there; or, when you know that it is gone, add --force.`,
  );
}

/** What is run is what was begun; who has changed the file since shall know. */
function changeNotes({ id, state }: FoundRun): string[] {
  const { file, fileHash, used } = state.started;
  const files = [[file, fileHash], ...Object.entries(used ?? {}).map(([path, other]) => [path, other.fileHash])];
  const changed = files.filter(([path = '', hash]) => hashOf(path) !== hash).map(([path]) => path);
  return changed.map(path => `${path} has changed since run ${id} began. The run goes on with what it was then.`);
}

function hashOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
