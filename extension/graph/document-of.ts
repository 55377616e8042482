import * as vscode from 'vscode';

/**
 * The document of a pipeline, `undefined` where there is none. An untitled one that nobody has open any more is not
 * opened: VS Code would make an empty one of its name.
 */
export async function documentOf(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  if (uri.scheme === 'untitled' && !isOpen(uri) && columnOf(uri) === undefined) return undefined;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** Whether the editor has the text at hand. */
export function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString());
}

/** Where the text has a tab, also one that is not in front. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isText = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find(group => group.tabs.some(isText))?.viewColumn;
}
