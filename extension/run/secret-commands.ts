import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import type { RunCommandParts } from './run-command.ts';
import { askSecret, forgetSecret } from './run-secrets.ts';

/** Sets, or forgets, a secret of the pipeline that `argument` or the editor points at. */
export async function secretCommand(parts: RunCommandParts, argument: unknown, act: 'set' | 'forget'): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline } = ready;
  if (pipeline.secrets.length === 0) {
    vscode.window.showInformationMessage(t`This pipeline has no "secrets". Name them at the top of the file first.`);
    return;
  }
  const name = await vscode.window.showQuickPick([...pipeline.secrets], {
    placeHolder: act === 'set' ? t`Which secret to set?` : t`Which secret to forget?`,
  });
  if (name === undefined) return;
  const { secrets } = parts.context;
  if (act === 'set') await askSecret(secrets, file, name);
  else await forgetSecret(secrets, file, name);
}
