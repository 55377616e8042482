import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { languageId } from '../pipeline-language.ts';
import { type PipelineTemplate, pipelineTemplates } from './pipeline-templates.ts';

/** Opens a new text with the template that `argument` names, or one that is picked; in a workspace it has a file name already. It runs as soon as it is saved. */
export async function newPipelineCommand(argument: unknown): Promise<void> {
  const template = pipelineTemplates.find(({ id }) => id === argument) ?? (await pickTemplate());
  if (!template) return;
  const { content } = template;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder) {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content });
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = (await freeFile(folder.uri, template.file)).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit(edit => edit.insert(new vscode.Position(0, 0), content));
}

async function pickTemplate(): Promise<PipelineTemplate | undefined> {
  const items = pipelineTemplates.map(template => ({ label: template.name, detail: template.description, template }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t`Begin with which pipeline?` }))?.template;
}

async function freeFile(folder: vscode.Uri, file: string): Promise<vscode.Uri> {
  const isOpen = (uri: vscode.Uri) => vscode.workspace.textDocuments.some(document => document.uri.path === uri.path);
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${file}.pipeline.yaml` : `${file}-${number}.pipeline.yaml`;
    const uri = vscode.Uri.joinPath(folder, name);
    if (!isOpen(uri) && !(await isThere(uri))) return uri;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
