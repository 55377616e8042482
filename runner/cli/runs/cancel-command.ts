import { dirname } from 'node:path';
import { systemClock } from '../../clock.ts';
import { runFolder } from '../../layout.ts';
import { endRemains } from '../../processes/remains.ts';
import { sendRequest } from '../../request.ts';
import { findRoot } from '../../run-directory/root.ts';
import { statusText } from '../../run-directory/wording.ts';
import { isEnd, type TaskState } from '../../run-state.ts';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';
import { type FoundRun, findRun, findTask } from './find-run.ts';

/**
 * `dagwright cancel`: asks a run, or one task of it, to stop; answers the exit code, which is 1 when there is nothing to
 * stop. Of a run whose runner is gone it ends itself what is left.
 */
export async function cancel(typed: string, taskName: string | undefined): Promise<number> {
  const run = await findRun(typed);
  if (run.state.status === 'interrupted') return cancelInterrupted(run, taskName);
  const task = taskName === undefined ? undefined : findTask(run, taskName);
  refuseOver(run, task);
  try {
    sendRequest(run.folder, { type: 'cancel', ...(task && { task: task.name }) });
  } catch (error) {
    throw new Refusal(`Run ${run.id} cannot be asked to stop: ${systemText(error)} (${run.folder}).`, 1);
  }
  const what = task ? `${task.name} in run ${run.id}` : `Run ${run.id}`;
  process.stdout.write(`${what} was asked to stop.\n`);
  return 0;
}

async function cancelInterrupted(run: FoundRun, taskName: string | undefined): Promise<number> {
  const interrupted = `Run ${run.id} was interrupted: its runner is gone`;
  if (taskName !== undefined) {
    const { name } = findTask(run, taskName);
    throw new Refusal(`${interrupted}, so ${name} cannot be stopped alone. Stop all: dagwright cancel ${run.id}`, 1);
  }
  const { started, tasks } = run.state;
  const running = started.pipeline.tasks.filter(task => tasks.get(task.name)?.status === 'running');
  const graceMs = running.reduce((longest, task) => Math.max(longest, task.gracePeriodMs), 0);
  // As the runner wrote it: the folder may be reached by other ways.
  const folder = runFolder(findRoot(dirname(started.file)), started.runId);
  const count = await endRemains(folder, graceMs, systemClock);
  if (count === 0) throw new Refusal(`${interrupted}, nothing is left to cancel.`, 1);
  process.stdout.write(`${interrupted}. What was left of its tasks was stopped.\n`);
  return 0;
}

function refuseOver(run: FoundRun, task: TaskState | undefined): void {
  const { status } = run.state;
  if (status !== 'running') throw new Refusal(`Run ${run.id} is over: ${statusText(status)}.`, 1);
  if (task && isEnd(task.status)) throw new Refusal(`${task.name} is over: ${statusText(task.status)}.`, 1);
}
