import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { givenRun, runsByNearness } from '../runs-view/run-target.ts';
import { statusIcon } from '../runs-view/status-icon.ts';
import { taskStatusText } from '../task-lines/status-text.ts';
import type { TaskTerminals } from './task-terminals.ts';
import { tasksWithOutput } from './tasks-with-output.ts';

/** Shows together what all tasks of a run print, or those that are picked: of the given run, else the newest of the text in front. */
export async function showRunOutputCommand(
  store: RunStore,
  terminals: TaskTerminals,
  argument: unknown,
  picks: boolean,
): Promise<void> {
  await store.refresh();
  const run = givenRun(store, argument) ?? runsByNearness(store)[0];
  if (!run) {
    vscode.window.showInformationMessage(t`No pipeline has been run here yet.`);
    return;
  }
  const tasks = picks ? await pickTasks(store, run.folder, run.name) : undefined;
  if (!picks || tasks) await terminals.showRun(run.folder, tasks);
}

async function pickTasks(store: RunStore, folder: string, name: string): Promise<readonly string[] | undefined> {
  const state = await store.load(folder);
  const items = (state ? tasksWithOutput(state) : []).map(task => ({
    label: `$(${statusIcon(state ? shownStatus(task, state) : task.status).id}) ${task.name}`,
    description: taskStatusText(task, Date.now()),
    task: task.name,
  }));
  const placeHolder = t`The output of which tasks of ${name}?`;
  const picked = await vscode.window.showQuickPick(items, { placeHolder, canPickMany: true, matchOnDescription: true });
  return picked && picked.length > 0 ? picked.map(({ task }) => task) : undefined;
}
