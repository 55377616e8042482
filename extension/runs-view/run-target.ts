import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isPipeline } from '../pipeline-language.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { samePath } from '../run-store/same-path.ts';
import { type ReadableRun, runStatusText, startedText } from './run-text.ts';
import { statusIcon } from './status-icon.ts';

/** The run that a command was given: by a row of the Runs view, by a link, or as the newest of a file. */
export function givenRun(store: RunStore, argument: unknown): ReadableRun | undefined {
  if (argument instanceof vscode.Uri) return store.newestOf(argument.fsPath);
  if (typeof argument !== 'object' || argument === null || !('folder' in argument)) return undefined;
  return readable(store).find(({ folder }) => folder === argument.folder);
}

/** The task that a command was given, in the same ways. */
export function givenTask(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('task' in argument)) return undefined;
  return typeof argument.task === 'string' ? argument.task : undefined;
}

/** The given run, else the newest of the text in front, else the newest of all; when there is none at all, that is said. */
export async function meantRun(store: RunStore, argument: unknown): Promise<ReadableRun | undefined> {
  await store.refresh();
  const run = givenRun(store, argument) ?? runsByNearness(store)[0];
  if (!run) vscode.window.showInformationMessage(t`No pipeline has been run here yet.`);
  return run;
}

/** Every run that can be read, those of the text in front before the others, else the newest first. */
export function runsByNearness(store: RunStore): readonly ReadableRun[] {
  const file = fileInFront();
  const runs = readable(store);
  if (file === undefined) return runs;
  return [...runs.filter(run => samePath(run.file, file)), ...runs.filter(run => !samePath(run.file, file))];
}

/** The newest run of the text in front. */
export function newestInFront(store: RunStore): ReadableRun | undefined {
  const file = fileInFront();
  return file === undefined ? undefined : store.newestOf(file);
}

/** Lets the user choose one of `runs`. */
export async function pickRun(runs: readonly ReadableRun[], placeHolder: string): Promise<ReadableRun | undefined> {
  const now = Date.now();
  const items = runs.slice(0, 200).map(run => ({
    label: `$(${statusIcon(run.status).id}) ${run.name}`,
    description: `${startedText(run.startedAt, now)} · ${runStatusText(run, now)}`,
    run,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.run;
}

function fileInFront(): string | undefined {
  const front = vscode.window.activeTextEditor?.document;
  return front && isPipeline(front) && front.uri.scheme === 'file' ? front.uri.fsPath : undefined;
}

function readable(store: RunStore): readonly ReadableRun[] {
  return store.runs().filter((run): run is ReadableRun => run.kind === 'run');
}
