import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isPipeline } from '../pipeline-language.ts';
import type { PipelineFiles } from './pipeline-files.ts';

/** The pipeline file that a command is about: the one it was given (a file, a row of the Runs view), the text in front, the only one of the workspace, or the one picked. */
export async function pipelineTarget(argument: unknown, files: PipelineFiles): Promise<vscode.Uri | undefined> {
  const given = givenTarget(argument);
  if (given) return given;
  const front = vscode.window.activeTextEditor?.document;
  if (front && isPipeline(front)) return front.uri;
  await files.search();
  const [only, ...others] = files.paths;
  if (only === undefined) {
    const choice = await vscode.window.showInformationMessage(
      t`There is no pipeline file in this workspace.`,
      t`New Pipeline`,
    );
    if (choice) await vscode.commands.executeCommand('dagwright.newPipeline');
    return undefined;
  }
  return others.length === 0 ? vscode.Uri.file(only) : pick(files.paths);
}

/** The file of a `Uri`, or of a row of the Runs view. */
export function givenTarget(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('uri' in argument && argument.uri instanceof vscode.Uri) return argument.uri;
  if (!('file' in argument)) return undefined;
  return typeof argument.file === 'string' ? vscode.Uri.file(argument.file) : undefined;
}

async function pick(paths: readonly string[]): Promise<vscode.Uri | undefined> {
  const items = paths.map(path => ({
    label: basename(path),
    description: vscode.workspace.asRelativePath(path),
    path,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: t`Which pipeline?`,
    matchOnDescription: true,
  });
  return picked && vscode.Uri.file(picked.path);
}
