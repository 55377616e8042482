import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isPipeline } from '../pipeline-language.ts';

/** The pipeline that a command is about: the file it was given, or the text in front; says so when there is none. */
export function pipelineInFront(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const front = vscode.window.activeTextEditor?.document;
  if (front && isPipeline(front)) return front.uri;
  vscode.window.showInformationMessage(t`Open a pipeline file first.`);
  return undefined;
}
