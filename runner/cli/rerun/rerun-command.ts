import { Refusal } from '../refusal.ts';
import type { PreparedRun, RunWishes } from '../run/prepare-run.ts';
import type { Presentation } from '../run/present-run.ts';
import { runPrepared } from '../run/run-prepared.ts';
import { type FoundRun, findRun } from '../runs/find-run.ts';
import { changedFile } from './changed-file.ts';
import { recordedRun } from './recorded-run.ts';
import { type RerunWishes, repeated } from './repeated.ts';

/** `dagwright rerun`: runs a past run again, or what of it is asked for, to its end; answers the exit code. */
export async function rerun(typed: string, wishes: RerunWishes & RunWishes & Presentation): Promise<number> {
  const before = await findRun(typed);
  refuseRunning(before);
  const prepared: PreparedRun = wishes.recorded ? recordedRun(before, wishes) : await changedFile(before, wishes);
  const { options, notes } = await repeated(prepared, before, wishes);
  return runPrepared({ options, notes: [...interruptedNotes(before), ...notes] }, wishes);
}

function refuseRunning({ id, state }: FoundRun): void {
  if (state.status !== 'running') return;
  throw new Refusal(`Run ${id} still goes on. Wait for its end, or stop it: dagwright cancel ${id}`);
}

/** Its tasks may have outlived its runner. */
function interruptedNotes({ id, state }: FoundRun): string[] {
  if (state.status !== 'interrupted') return [];
  return [
    `Run ${id} was interrupted, and what ran then may still run. Go on with it instead: dagwright resume ${id}; or stop it first: dagwright cancel ${id}`,
  ];
}
