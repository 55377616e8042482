import { dirname, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { findRoot } from '../../runner/run-directory/root.ts';

/** The folder that holds the `.dagwright` of the scheduler of a pipeline: one does for all of a workspace folder. */
export function scheduleRootOf(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return findRoot(folder?.uri.scheme === 'file' ? folder.uri.fsPath : dirname(file));
}

/** How a scheduler of `root` calls a pipeline. */
export function nameWithinRoot(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

/** The pipeline that a scheduler of `root` calls so. */
export function fileWithinRoot(root: string, name: string): string {
  return resolve(root, name);
}
