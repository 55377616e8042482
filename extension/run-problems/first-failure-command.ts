import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TaskTerminals } from '../output/task-terminals.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { meantRun } from '../runs-view/run-target.ts';
import { failedTasks } from './failed-tasks.ts';
import type { RunProblemParts } from './run-problems.ts';

/** Goes to the task that failed first in the given run, else in the newest of the text in front, and shows what it printed. */
export async function firstFailureCommand(
  { store, documents }: Pick<RunProblemParts, 'store' | 'documents'> & { readonly store: RunStore },
  terminals: TaskTerminals,
  argument: unknown,
): Promise<void> {
  const run = await meantRun(store, argument);
  if (!run) return;
  const state = await store.load(run.folder);
  const [first] = state ? failedTasks(state) : [];
  if (!first) {
    vscode.window.showInformationMessage(t`No task of ${run.name} has failed.`);
    return;
  }
  const document = await vscode.workspace.openTextDocument(run.file);
  const line = documents.taskLines(document).get(first.name) ?? 0;
  const { range } = document.lineAt(line);
  const at = range.start.translate(0, document.lineAt(line).firstNonWhitespaceCharacterIndex);
  const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  if (first.cause.attempts.length > 0) await terminals.show({ folder: run.folder, task: first.cause.name });
}
