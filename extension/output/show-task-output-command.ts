import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunState } from '../../runner/run-state.ts';
import { meantTask } from '../pipelines/meant-task.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { givenTask, meantRun } from '../runs-view/run-target.ts';
import { taskItems } from './task-items.ts';
import type { TaskTerminals } from './task-terminals.ts';

/** Shows the output of the given task, or of one picked: of the given run, else of the newest of the text in front. */
export async function showTaskOutputCommand(
  { store, terminals, documents }: OutputParts,
  argument: unknown,
): Promise<void> {
  const run = await meantRun(store, argument);
  if (!run) return;
  const own = givenTask(argument) ?? taskOfLine(documents, argument, await store.load(run.folder));
  const task = own ?? (await pickTask(store, run.folder, run.name));
  if (task !== undefined) await terminals.show({ folder: run.folder, task });
}

/** What finds the output, and what shows it. */
export interface OutputParts {
  readonly store: RunStore;
  readonly terminals: TaskTerminals;
  readonly documents: PipelineDocuments;
}

/** Of a menu in the text: beside a line, or at the cursor. One that has printed nothing is not meant, nor is one meant from elsewhere. */
function taskOfLine(documents: PipelineDocuments, argument: unknown, state: RunState | undefined): string | undefined {
  const isLine = typeof argument === 'object' && argument !== null && 'lineNumber' in argument;
  if (!isLine && !(argument instanceof vscode.Uri)) return undefined;
  const task = meantTask(documents, vscode.window.activeTextEditor?.document, argument);
  return (state?.tasks.get(task ?? '')?.attempts.length ?? 0) > 0 ? task : undefined;
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
