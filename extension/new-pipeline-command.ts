import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { languageId } from './pipeline-language.ts';

const content = `tasks:
  prepare:
    run: echo "Preparing"
  work:
    needs: [prepare]
    run: |
      echo "Working"
`;

/** Opens a new text with a small pipeline that runs as soon as it is saved; in a workspace it has a file name already. */
export async function newPipelineCommand(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder) {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content });
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = freeFile(folder.uri).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit(edit => edit.insert(new vscode.Position(0, 0), content));
}

function freeFile(folder: vscode.Uri): vscode.Uri {
  const isOpen = (uri: vscode.Uri) => vscode.workspace.textDocuments.some(document => document.uri.path === uri.path);
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'my.pipeline.yaml' : `my-${number}.pipeline.yaml`;
    const uri = vscode.Uri.joinPath(folder, name);
    if (!existsSync(uri.fsPath) && !isOpen(uri)) return uri;
  }
}
