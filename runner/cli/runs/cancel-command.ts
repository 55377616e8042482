import { sendRequest } from '../../request.ts';
import { statusText } from '../../run-directory/wording.ts';
import { isEnd } from '../../run-state.ts';
import { Refusal, systemText } from '../refusal.ts';
import { type FoundRun, findRun, findTask } from './find-run.ts';

/** `dagwright cancel`: asks a run, or one task of it, to stop; answers the exit code, which is 1 when there is nothing to stop. */
export async function cancel(typed: string, taskName: string | undefined): Promise<number> {
  const run = await findRun(typed);
  refuseOver(run, taskName);
  try {
    sendRequest(run.folder, { type: 'cancel', ...(taskName === undefined ? {} : { task: taskName }) });
  } catch (error) {
    throw new Refusal(`Run ${run.id} cannot be asked to stop: ${systemText(error)} (${run.folder}).`, 1);
  }
  const what = taskName === undefined ? `Run ${run.id}` : `${taskName} in run ${run.id}`;
  process.stdout.write(`${what} was asked to stop.\n`);
  return 0;
}

function refuseOver(run: FoundRun, taskName: string | undefined): void {
  const { status } = run.state;
  const task = taskName === undefined ? undefined : findTask(run, taskName);
  if (status === 'interrupted')
    throw new Refusal(`Run ${run.id} was interrupted: its runner is gone, nothing is left to cancel.`, 1);
  if (status !== 'running') throw new Refusal(`Run ${run.id} is over: ${statusText(status)}.`, 1);
  if (task && isEnd(task.status)) throw new Refusal(`${task.name} is over: ${statusText(task.status)}.`, 1);
}
