import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { givenRun, givenTask, runsByNearness } from '../runs-view/run-target.ts';
import { statusIcon } from '../runs-view/status-icon.ts';
import { taskStatusText } from '../task-lines/status-text.ts';
import type { TaskTerminals } from './task-terminals.ts';
import { tasksWithOutput } from './tasks-with-output.ts';

/** Shows the output of the given task, or of one picked from the given run, else from the newest run of the text in front. */
export async function showTaskOutputCommand(
  store: RunStore,
  terminals: TaskTerminals,
  argument: unknown,
): Promise<void> {
  await store.refresh();
  const run = givenRun(store, argument) ?? runsByNearness(store)[0];
  if (!run) {
    vscode.window.showInformationMessage(t`No pipeline has been run here yet.`);
    return;
  }
  const task = givenTask(argument) ?? (await pickTask(store, run.folder, run.name));
  if (task !== undefined) await terminals.show({ folder: run.folder, task });
}

async function pickTask(store: RunStore, folder: string, name: string): Promise<string | undefined> {
  const state = await store.load(folder);
  const tasks = state ? tasksWithOutput(state) : [];
  if (!state || tasks.length === 0) {
    vscode.window.showInformationMessage(t`No task of ${name} has started yet.`);
    return undefined;
  }
  const now = Date.now();
  const items = tasks.map(task => ({
    label: `$(${statusIcon(shownStatus(task, state)).id}) ${task.name}`,
    description: shownStatus(task, state) === 'interrupted' ? 'interrupted' : taskStatusText(task, now),
    task: task.name,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t`The output of which task of ${name}?` });
  return picked?.task;
}
