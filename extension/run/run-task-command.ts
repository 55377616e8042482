import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { meantTask } from '../pipelines/meant-task.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { beginRun } from './begin-run.ts';
import type { RunPart } from './run-arguments.ts';
import { paramsOf, type RunCommandParts } from './run-command.ts';

/** Starts a run of the given task, else of the one at the cursor, else of one that is picked: with what it needs, with what needs it, or alone. */
export async function runTaskCommand(parts: RunCommandParts, argument: unknown, reach: RunPart['with']): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline, document } = ready;
  const task = meantTask(parts.documents, document, argument) ?? (await pickTask(pipeline));
  const params = task === undefined ? undefined : await paramsOf(parts, file, pipeline, false);
  if (task !== undefined && params) {
    await beginRun(parts, file, { params, request: { kind: 'run', part: { task, with: reach } } }, pipeline);
  }
}

/** Lets the user choose a task of the pipeline. */
export async function pickTask({ tasks }: Pipeline): Promise<string | undefined> {
  const items = tasks.map(({ name, description }) => ({ label: name, ...(description ? { description } : {}) }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t`Which task?`, matchOnDescription: true }))?.label;
}
