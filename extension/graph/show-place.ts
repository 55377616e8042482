import * as vscode from 'vscode';
import type { TextRange } from '../../pipeline/text-range.ts';
import { columnOf } from './document-of.ts';

/** Shows a stretch of a text, where its tab is, else in the column of the text at `near`. */
export async function showPlace(
  document: vscode.TextDocument,
  { start, end }: TextRange,
  near: vscode.Uri,
): Promise<void> {
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const viewColumn = columnOf(document.uri) ?? columnOf(near) ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn, selection });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
