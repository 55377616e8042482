import * as vscode from 'vscode';
import { meantTask } from '../pipelines/meant-task.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { samePath } from '../run-store/same-path.ts';
import type { RunsView } from './register-runs-view.ts';
import { meantRun } from './run-target.ts';

/** Shows in the Runs view the task that is meant, or its run where that has no such task: of the given run, else of the newest of the text in front. */
export async function revealInRunsCommand(
  { store, documents, runsView }: RevealParts,
  argument: unknown,
): Promise<void> {
  const run = await meantRun(store, argument);
  if (!run) return;
  const document = vscode.window.activeTextEditor?.document;
  const own = document && samePath(document.uri.fsPath, run.file) ? document : undefined;
  await runsView.reveal(run, meantTask(documents, own, argument));
}

/** What finds the task, and what shows it. */
export interface RevealParts {
  readonly store: RunStore;
  readonly documents: PipelineDocuments;
  readonly runsView: RunsView;
}
