import { isAbsolute, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isFile } from '../output/link-provider.ts';

/** The file of the workspace that a model means, or the folder of the workspace where it names none; or why there is none. */
export async function fileOfTool(
  path: string | undefined,
): Promise<{ readonly file: string } | { readonly refusal: string }> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const [first] = folders;
  if (first === undefined) return { refusal: 'No folder is open in the editor.' };
  if (path === undefined) return { file: first };
  for (const folder of folders) {
    const file = resolve(folder, path);
    const inside = relative(folder, file);
    if (inside.startsWith('..') || isAbsolute(inside)) continue;
    if (await isFile(vscode.Uri.file(file))) return { file };
  }
  return { refusal: `There is no file ${path} in the workspace. Give its path relative to the workspace folder.` };
}

/** A text for the model. */
export function toolResult(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
