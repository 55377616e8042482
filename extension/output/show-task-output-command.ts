import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunStore } from '../run-store/run-store.ts';
import { givenTask, meantRun } from '../runs-view/run-target.ts';
import { taskItems } from './task-items.ts';
import type { TaskTerminals } from './task-terminals.ts';

/** Shows the output of the given task, or of one picked from the given run, else from the newest run of the text in front. */
export async function showTaskOutputCommand(
  store: RunStore,
  terminals: TaskTerminals,
  argument: unknown,
): Promise<void> {
  const run = await meantRun(store, argument);
  if (!run) return;
  const task = givenTask(argument) ?? (await pickTask(store, run.folder, run.name));
  if (task !== undefined) await terminals.show({ folder: run.folder, task });
}

async function pickTask(store: RunStore, folder: string, name: string): Promise<string | undefined> {
  const state = await store.load(folder);
  const items = state ? taskItems(state, Date.now()) : [];
  if (items.length === 0) {
    vscode.window.showInformationMessage(t`No task of ${name} has started yet.`);
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t`The output of which task of ${name}?` });
  return picked?.task;
}
