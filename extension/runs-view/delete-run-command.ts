import { rm } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunStore } from '../run-store/run-store.ts';
import { givenRun, pickRun, runsByNearness } from './run-target.ts';
import { startedText } from './run-text.ts';

/** Deletes the given run, or one that is picked, with all that it has printed, when the user says so. One that goes on stays. */
export async function deleteRunCommand(store: RunStore, argument: unknown): Promise<void> {
  await store.refresh();
  const ended = runsByNearness(store).filter(({ status }) => status !== 'running');
  const run = givenRun(store, argument) ?? (await pickRun(ended, t`Delete which run?`));
  if (!run) return;
  if (run.status === 'running') {
    vscode.window.showInformationMessage(t`${run.name} is running. Cancel it first.`);
    return;
  }
  const question = t`Delete the run of ${run.name} of ${startedText(run.startedAt, Date.now())}?`;
  const detail = t`Its journal and all that its tasks have printed are deleted for good. The cache stays.`;
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, t`Delete`);
  if (choice !== undefined) await deleteRun(store, run.folder);
}

/** Deletes the folder of a run, and lets every view see it; why it could not is told. */
async function deleteRun(store: RunStore, folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    vscode.window.showErrorMessage(
      t`The run could not be deleted: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await store.refresh();
}
