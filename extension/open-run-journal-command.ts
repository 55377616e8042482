import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { journalFile } from '../runner/layout.ts';
import type { RunStore } from './run-store.ts';
import { givenRun, pickRun, runsByNearness } from './run-target.ts';

/** Opens the journal of the given run, else of a picked one; the newest of the text in front stands first. */
export async function openRunJournalCommand(store: RunStore, argument: unknown): Promise<void> {
  await store.refresh();
  const runs = runsByNearness(store);
  const run =
    givenRun(store, argument) ?? (runs.length > 1 ? await pickRun(runs, 'The journal of which run?') : runs[0]);
  if (run && existsSync(journalFile(run.folder))) {
    const document = await vscode.workspace.openTextDocument(journalFile(run.folder));
    await vscode.window.showTextDocument(document);
  } else if (run) vscode.window.showErrorMessage(`The run ${run.id} was deleted.`);
  else if (runs.length === 0) vscode.window.showInformationMessage('No pipeline has been run here yet.');
}
