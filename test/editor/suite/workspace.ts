import * as vscode from 'vscode';

/** The path of the folder that VS Code has open: a copy of `test/editor/workspace` of this run's own. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  return folder.uri.fsPath;
}

/** Opens a file of the workspace in the editor. */
export async function openFile(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Opens a new pipeline file with this text; `|` marks the cursor, whose place comes back too. */
export async function openText(text: string): Promise<{ document: vscode.TextDocument; cursor: vscode.Position }> {
  const offset = text.indexOf('|');
  const content = offset < 0 ? text : text.slice(0, offset) + text.slice(offset + 1);
  const document = await vscode.workspace.openTextDocument({ language: 'dagwright', content });
  await vscode.window.showTextDocument(document, { preview: false });
  return { document, cursor: document.positionAt(Math.max(offset, 0)) };
}

/** Replaces the first `from` in the document by `to`, as typing would. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  if (start < 0) throw new Error(`There is no ${from} in ${document.uri}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  edit.replace(document.uri, range, to);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The edit was refused.');
}

/** The codes of a document's problems. */
export function problemCodes(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

/** Closes all editors; what is not saved is thrown away. */
export async function closeEditors(): Promise<void> {
  for (let open = 50; open > 0 && vscode.window.tabGroups.all.some(group => group.tabs.length > 0); open--) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
