import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { meantTask } from '../pipelines/meant-task.ts';
import { givenTarget } from '../pipelines/pipeline-target.ts';
import { isTrusted, readyPipeline } from '../pipelines/ready-pipeline.ts';
import { samePath } from '../run-store/same-path.ts';
import { givenRun, runsByNearness } from '../runs-view/run-target.ts';
import type { ReadableRun } from '../runs-view/run-text.ts';
import { beginRun } from './begin-run.ts';
import type { RunCommandParts } from './run-command.ts';
import { pickTask } from './run-task-command.ts';

/** Repeats the given run, else the newest of the text in front, else the newest of all: all of it, what failed of it, or from the given task on. */
export async function rerunCommand(
  parts: RunCommandParts,
  argument: unknown,
  what: 'all' | 'failed' | 'from',
): Promise<void> {
  const run = await pastRun(parts, argument);
  if (!run) return;
  const ready = await readyPipeline(parts, vscode.Uri.file(run.file));
  if (!ready) return;
  const task = what === 'from' ? meantTask(parts.documents, ready.document, argument) : undefined;
  const from = what === 'from' ? (task ?? (await pickTask(ready.pipeline))) : undefined;
  if (what === 'from' && from === undefined) return;
  const part = what === 'failed' ? { failed: true as const } : from === undefined ? {} : { from };
  await beginRun(parts, run.file, { request: { kind: 'rerun', run: run.id, ...part } }, ready.pipeline);
}

/** Goes on with the given run whose runner died, else with the newest such run. */
export async function resumeCommand(parts: RunCommandParts, argument: unknown): Promise<void> {
  const run = await pastRun(parts, argument, 'interrupted');
  const recorded = run && (await parts.store.load(run.folder))?.started.pipeline;
  if (run && recorded) await beginRun(parts, run.file, { request: { kind: 'resume', run: run.id } }, recorded);
}

async function pastRun(
  { store }: RunCommandParts,
  argument: unknown,
  status?: ReadableRun['status'],
): Promise<ReadableRun | undefined> {
  if (!(await isTrusted())) return undefined;
  await store.refresh();
  const fits = (run: ReadableRun) => status === undefined || run.status === status;
  const given = givenTarget(argument);
  const run =
    givenRun(store, argument) ??
    runsByNearness(store).find(one => fits(one) && (!given || samePath(one.file, given.fsPath)));
  if (run && fits(run)) return run;
  const none = status === undefined ? t`No pipeline has been run here yet.` : t`No run was interrupted.`;
  vscode.window.showInformationMessage(run ? t`This run was not interrupted.` : none);
  return undefined;
}
