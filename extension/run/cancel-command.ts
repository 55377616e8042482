import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { sendRequest } from '../../runner/request.ts';
import { isEnd } from '../../runner/run-state.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { samePath } from '../run-store/same-path.ts';
import { givenRun, givenTask, pickRun, runsByNearness } from '../runs-view/run-target.ts';

/** Asks the given run (or only the given task of it), else the one that runs, of the given file if there is one, else the picked one, to stop. */
export async function cancelCommand(store: RunStore, argument: unknown): Promise<void> {
  await store.refresh();
  const running = runsByNearness(store).filter(
    ({ status, file }) =>
      status === 'running' && (!(argument instanceof vscode.Uri) || samePath(file, argument.fsPath)),
  );
  const given = argument instanceof vscode.Uri ? undefined : givenRun(store, argument);
  const run = given ?? (running.length > 1 ? await pickRun(running, t`Which run shall be cancelled?`) : running[0]);
  if (run?.status !== 'running') {
    if (run || running.length === 0)
      vscode.window.showInformationMessage(run ? t`This run has ended.` : t`Nothing is running.`);
    return;
  }
  const task = givenTask(argument);
  try {
    sendRequest(run.folder, { type: 'cancel', ...(task === undefined ? {} : { task }) });
    vscode.window.setStatusBarMessage(
      `$(debug-stop) ${t`Cancelling ${task ?? run.name}`}`,
      ended(store, run.folder, task),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    vscode.window.showErrorMessage(t`The run of ${run.name} could not be asked to stop: ${why}`);
  }
}

/** Resolves when the run, or the task of it, has ended or is gone. */
function ended(store: RunStore, folder: string, task: string | undefined): Promise<void> {
  return new Promise(resolve => {
    const following = store.onDidChange(() => {
      const state = store.state(folder);
      const status = task === undefined ? undefined : state?.tasks.get(task)?.status;
      if (state?.status === 'running' && !(status && isEnd(status))) return;
      following[Symbol.dispose]();
      resolve();
    });
  });
}
