import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { taskNameAt } from '../../pipeline/task-at.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { givenTask } from '../runs-view/run-target.ts';
import { beginRun } from './begin-run.ts';
import type { RunPart } from './run-arguments.ts';
import { paramsOf, type RunCommandParts } from './run-command.ts';

/** Starts a run of the given task, else of the one at the cursor, else of one that is picked: with what it needs, with what needs it, or alone. */
export async function runTaskCommand(parts: RunCommandParts, argument: unknown, reach: RunPart['with']): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline, document } = ready;
  const task =
    givenTask(argument) ??
    lineTask(parts.documents, document, argument) ??
    parts.documents.taskAtCursor(document) ??
    (await pickTask(pipeline));
  const params = task === undefined ? undefined : await paramsOf(parts, file, pipeline, false);
  if (task !== undefined && params) {
    await beginRun(parts, file, { params, request: { kind: 'run', part: { task, with: reach } } }, pipeline);
  }
}

async function pickTask({ tasks }: Pipeline): Promise<string | undefined> {
  const items = tasks.map(({ name, description }) => ({ label: name, ...(description ? { description } : {}) }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t`Which task?`, matchOnDescription: true }))?.label;
}

/** The task of the line beside which a menu was opened. */
function lineTask(documents: PipelineDocuments, document: vscode.TextDocument, argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('lineNumber' in argument)) return undefined;
  const line = Number(argument.lineNumber) - 1;
  return line >= 0 && line < document.lineCount
    ? taskNameAt(documents.analysisOf(document).syntax, document.offsetAt(document.lineAt(line).range.end))
    : undefined;
}
