import { basename, dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import type { RunStore } from '../run-store/run-store.ts';
import type { RunWishes } from './run-arguments.ts';
import { secretsOf } from './run-secrets.ts';
import { startRun } from './start-run.ts';

/** What beginning a run needs. */
export interface RunStartParts {
  readonly context: vscode.ExtensionContext;
  readonly store: RunStore;
}

/** Starts a run of a file, or of what else the wishes say, and lets every view see it; why it did not start is told. */
export async function beginRun(
  { context, store }: RunStartParts,
  file: string,
  wishes: RunWishes,
  pipeline: Pipeline,
): Promise<void> {
  const secrets = await secretsOf(context.secrets, file, pipeline);
  if (!secrets) return;
  const starting = startRun(programOf(context), file, { ...wishes, secrets, ...runSettings(file) });
  vscode.window.setStatusBarMessage(`$(sync~spin) ${t`Starting ${basename(file)}`}`, starting);
  const started = await starting;
  if ('refusal' in started) {
    await vscode.window.showErrorMessage(sentenceOf(started.refusal, file));
    return;
  }
  if (started.notes) vscode.window.setStatusBarMessage(started.notes.replace(/^note: /, ''), noteMs);
  store.addRoot(findRoot(dirname(file)));
  await store.refresh();
}

/** The command line program that comes with the extension. */
export function programOf({ extensionUri }: Pick<vscode.ExtensionContext, 'extensionUri'>): string {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'dagwright.js').fsPath;
}

/** Long enough to be read. */
const noteMs = 10_000;

/** Notifications already say who speaks, and show one short line. */
function sentenceOf(refusal: string, file: string): string {
  const sentence = refusal.replace(/^(?:dagwright|error): /i, '').replace(`${file}: `, '');
  return sentence.replaceAll(file, basename(file));
}

/** What the settings say of runs of a file. */
function runSettings(file: string): Pick<RunWishes, 'maxParallel' | 'cacheMaxSize' | 'keepRuns'> {
  const settings = vscode.workspace.getConfiguration('dagwright', vscode.Uri.file(file));
  const maxParallel = settings.get<number | null>('maxParallel');
  const cacheMaxSize = settings.get<string | null>('cache.maxSize');
  const keepRuns = settings.get<number | null>('runs.keep');
  return {
    ...(typeof maxParallel === 'number' ? { maxParallel } : {}),
    ...(cacheMaxSize ? { cacheMaxSize } : {}),
    ...(typeof keepRuns === 'number' ? { keepRuns } : {}),
  };
}
