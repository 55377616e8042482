import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isEnd } from '../../runner/run-state.ts';
import { meantTask } from '../pipelines/meant-task.ts';
import { samePath } from '../run-store/same-path.ts';
import { requestCancel, runningRun } from './cancel-command.ts';
import type { RunCommandParts } from './run-command.ts';

/** Asks one task of a run to stop: the given one, the one of the line or at the cursor, or one that is picked. */
export async function cancelTaskCommand({ store, documents }: RunCommandParts, argument: unknown): Promise<void> {
  const run = await runningRun(store, argument);
  const state = run && (await store.load(run.folder));
  if (!run || !state) return;
  const active = [...state.tasks.values()].filter(({ status }) => !isEnd(status)).map(({ name }) => name);
  const front = vscode.window.activeTextEditor?.document;
  const document = front && samePath(front.uri.fsPath, run.file) ? front : undefined;
  const meant = meantTask(documents, document, argument);
  const isMeant = meant !== undefined && active.includes(meant);
  const placeHolder = t`Which task shall be cancelled?`;
  const task = isMeant ? meant : await vscode.window.showQuickPick(active, { placeHolder });
  if (task !== undefined) requestCancel(store, run, task);
}
