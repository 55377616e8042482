import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SaveMessage } from './messages.ts';
import { printGraph } from './print-graph.ts';

const kinds = {
  svg: { 'SVG Picture': ['svg'] },
  png: { 'PNG Picture': ['png'] },
  mmd: { 'Mermaid Flowchart': ['mmd'] },
} as const;

/** Asks where to, and writes the picture there, or the Mermaid text, or prints it; says when it cannot be written. */
export async function saveGraph(message: SaveMessage, pipeline: vscode.Uri, mermaid: string): Promise<void> {
  const { kind } = message;
  if (kind === 'print') return printGraph(message.content, pipeline.path.split('/').at(-1) ?? 'Graph');
  const name = (pipeline.path.split('/').at(-1) ?? 'graph').replace(/(\.pipeline)?\.ya?ml$/, '');
  const defaultUri = vscode.Uri.joinPath(pipeline, '..', `${name}.${kind}`);
  const filters: Record<string, string[]> = Object.fromEntries(
    Object.entries(kinds[kind]).map(([words, endings]) => [words, [...endings]]),
  );
  const target = await vscode.window.showSaveDialog({ defaultUri, filters });
  if (!target) return;
  const content = kind === 'mmd' ? mermaid : message.content;
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(content, kind === 'png' ? 'base64' : 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    vscode.window.showErrorMessage(t`The graph could not be saved: ${why}`);
  }
}
