import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOfGraph } from './graph-name.ts';
import type { SaveMessage } from './messages.ts';

const kinds = {
  svg: { 'SVG Picture': ['svg'] },
  png: { 'PNG Picture': ['png'] },
  mmd: { 'Mermaid Flowchart': ['mmd'] },
} as const;

/** Prints a picture. */
export type PrintGraph = (svg: string, pipeline: vscode.Uri) => Promise<void>;

/** Asks where to, and writes the picture there, or the Mermaid text, or prints it; says when it cannot be written, or printed. */
export async function saveGraph(
  message: SaveMessage,
  pipeline: vscode.Uri,
  mermaid: string,
  print: PrintGraph | undefined,
): Promise<void> {
  const { kind } = message;
  if (kind === 'print') {
    if (print) return writing(() => print(message.content, pipeline));
    vscode.window.showInformationMessage(t`This window cannot print: save the graph as an SVG picture and print that.`);
    return;
  }
  const defaultUri = vscode.Uri.joinPath(pipeline, '..', `${nameOfGraph(pipeline)}.${kind}`);
  const filters: Record<string, string[]> = Object.fromEntries(
    Object.entries(kinds[kind]).map(([words, endings]) => [words, [...endings]]),
  );
  const target = await vscode.window.showSaveDialog({ defaultUri, filters });
  if (!target) return;
  const content =
    kind === 'png'
      ? Uint8Array.from(atob(message.content), sign => sign.charCodeAt(0))
      : new TextEncoder().encode(kind === 'mmd' ? mermaid : message.content);
  await writing(async () => vscode.workspace.fs.writeFile(target, content));
}

/** Says why something could not be written. */
async function writing(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    vscode.window.showErrorMessage(t`The graph could not be saved: ${why}`);
  }
}
