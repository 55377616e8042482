import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { NewRefusals } from './new-refusals.ts';
import type { Schedule } from './schedule.ts';

/** Tells when a run that was to start by itself could not begin, of what is switched on here: no list of runs shows it. */
export function registerRefusedStarts({ on, pictures }: Schedule): vscode.Disposable {
  const known = new NewRefusals();
  return pictures.onDidChange(() => {
    const refusals = [...on.files.keys()].map(file => [file, pictures.pipeline(file)?.refusal] as const);
    for (const [file, refusal] of known.of(refusals)) {
      vscode.window.showWarningMessage(
        t`A run of ${basename(file)} that was to start by itself could not begin: ${refusal}`,
      );
    }
  });
}
