import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunStore } from '../run-store/run-store.ts';
import { meantRun } from '../runs-view/run-target.ts';
import { taskItems } from './task-items.ts';
import type { TaskTerminals } from './task-terminals.ts';

/** Shows together what all tasks of a run print, or those that are picked: of the given run, else the newest of the text in front. */
export async function showRunOutputCommand(
  store: RunStore,
  terminals: TaskTerminals,
  argument: unknown,
  picks: boolean,
): Promise<void> {
  const run = await meantRun(store, argument);
  if (!run) return;
  const tasks = picks ? await pickTasks(store, run.folder, run.name) : undefined;
  if (!picks || tasks) await terminals.showRun(run.folder, tasks);
}

async function pickTasks(store: RunStore, folder: string, name: string): Promise<readonly string[] | undefined> {
  const state = await store.load(folder);
  const items = state ? taskItems(state, Date.now()) : [];
  const placeHolder = t`The output of which tasks of ${name}?`;
  const picked = await vscode.window.showQuickPick(items, { placeHolder, canPickMany: true, matchOnDescription: true });
  return picked && picked.length > 0 ? picked.map(({ task }) => task) : undefined;
}
