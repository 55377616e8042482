import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { sendRequest } from '../../runner/request.ts';
import { isEnd } from '../../runner/run-state.ts';
import { givenTarget } from '../pipelines/pipeline-target.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { samePath } from '../run-store/same-path.ts';
import { givenRun, pickRun, runsByNearness } from '../runs-view/run-target.ts';
import type { ReadableRun } from '../runs-view/run-text.ts';

/** Asks the given run, else the one that runs, of the given file if there is one, else the picked one, to stop. */
export async function cancelCommand(store: RunStore, argument: unknown): Promise<void> {
  const run = await runningRun(store, argument);
  if (run) requestCancel(store, run, undefined);
}

/** The run that is to be cancelled, or a task of it; where there is none, the user has been told. */
export async function runningRun(store: RunStore, argument: unknown): Promise<ReadableRun | undefined> {
  await store.refresh();
  const target = givenTarget(argument);
  const running = runsByNearness(store).filter(
    ({ status, file }) => status === 'running' && (!target || samePath(file, target.fsPath)),
  );
  const given = argument instanceof vscode.Uri ? undefined : givenRun(store, argument);
  const run = given ?? (running.length > 1 ? await pickRun(running, t`Which run shall be cancelled?`) : running[0]);
  if (run?.status === 'running') return run;
  if (run || running.length === 0)
    vscode.window.showInformationMessage(run ? t`This run has ended.` : t`Nothing is running.`);
  return undefined;
}

/** Asks a run, or only a task of it, to stop, and says so until it has. */
export function requestCancel(store: RunStore, run: ReadableRun, task: string | undefined): void {
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
