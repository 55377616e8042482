import { existsSync } from 'node:fs';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { journalFile } from '../../runner/layout.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { givenRun, newestInFront, pickRun, runsByNearness } from './run-target.ts';

/** Opens the journal of the given run, else of the newest one of the text in front, else of a picked one. */
export async function openRunJournalCommand(store: RunStore, argument: unknown): Promise<void> {
  await store.refresh();
  const runs = runsByNearness(store);
  const [first, ...others] = runs;
  const given = givenRun(store, argument) ?? newestInFront(store) ?? (others.length === 0 ? first : undefined);
  const run = given ?? (runs.length > 0 ? await pickRun(runs, t`The journal of which run?`) : undefined);
  if (run && existsSync(journalFile(run.folder))) {
    const document = await vscode.workspace.openTextDocument(journalFile(run.folder));
    await vscode.window.showTextDocument(document);
  } else if (run) vscode.window.showErrorMessage(t`The run ${run.id} was deleted.`);
  else if (runs.length === 0) vscode.window.showInformationMessage(t`No pipeline has been run here yet.`);
}
