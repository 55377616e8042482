import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isEnd, type RunState } from '../../runner/run-state.ts';
import { meantTask } from '../pipelines/meant-task.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import type { RunCommandParts } from '../run/run-command.ts';
import { samePath } from '../run-store/same-path.ts';
import { meantRun, pickRun, runsByNearness } from '../runs-view/run-target.ts';
import { startedText } from '../runs-view/run-text.ts';
import type { ReportPages } from './report-pages.ts';

/** The reports, and what finds out what they are about. */
export type ReportParts = RunCommandParts & { readonly reports: ReportPages };

/** Explains why a task of a run stands as it does: the given one, the one at the cursor, or one that is picked. */
export async function explainTaskCommand(parts: ReportParts, argument: unknown): Promise<void> {
  const run = await meantRun(parts.store, argument);
  const state = run && (await parts.store.load(run.folder));
  if (!run || !state) return;
  const document = vscode.window.activeTextEditor?.document;
  const own = document && samePath(document.uri.fsPath, run.file) ? document : undefined;
  const meant = meantTask(parts.documents, own, argument);
  const task = meant !== undefined && state.tasks.has(meant) ? meant : await pickTask(state);
  if (task !== undefined) await parts.reports.show(t`Why ${task}`, run.file, ['why', run.id, task]);
}

/** Shows the record of a run: its tasks in time, its params, the commit, the versions. */
export async function showRunCommand(parts: ReportParts, argument: unknown): Promise<void> {
  const run = await meantRun(parts.store, argument);
  if (run) await parts.reports.show(t`Run ${run.id}`, run.file, ['show', run.id]);
}

/** Tells what differs between the given run and another that is picked. */
export async function compareRunsCommand(parts: ReportParts, argument: unknown): Promise<void> {
  const run = await meantRun(parts.store, argument);
  if (!run) return;
  const others = runsByNearness(parts.store).filter(({ id, file }) => id !== run.id && samePath(file, run.file));
  if (others.length === 0) {
    vscode.window.showInformationMessage(t`${run.name} has been run only once.`);
    return;
  }
  const other = await pickRun(others, t`Compare the run of ${startedText(run.startedAt, Date.now())} with…`);
  if (!other) return;
  const [before, after] = other.startedAt < run.startedAt ? [other, run] : [run, other];
  await parts.reports.show(`${before.id} – ${after.id}`, run.file, ['diff', before.id, after.id]);
}

/** Tells what a run would do, and why, without running anything. */
export async function planCommand(parts: ReportParts, argument: unknown): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (ready) await parts.reports.show(t`Plan of ${basename(ready.file)}`, ready.file, ['plan', ready.file]);
}

async function pickTask({ tasks }: RunState): Promise<string | undefined> {
  const items = [...tasks.values()].map(({ name, status }) => ({
    label: name,
    description: isEnd(status) ? status.replaceAll('_', ' ') : '',
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t`Explain which task?` });
  return picked?.label;
}
