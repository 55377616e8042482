import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOfGraph } from './graph-name.ts';
import { printPage } from './print-page.ts';

/**
 * Brings the picture as a page to a browser, which asks for the printer: a panel of the editor may not print. Where the
 * editor and its user are on different machines the page cannot be opened from here, so that it is saved.
 */
export async function printGraph(svg: string, pipeline: vscode.Uri): Promise<void> {
  const page = printPage(svg, pipeline.path.split('/').at(-1) ?? '');
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await (isHere ? openPage(page) : savePage(page, pipeline));
}

async function openPage(page: string): Promise<void> {
  const file = join(await mkdtemp(join(tmpdir(), 'dagwright-')), 'graph.html');
  await writeFile(file, page, { mode: 0o600 });
  if (await vscode.env.openExternal(vscode.Uri.file(file))) return;
  vscode.window.showWarningMessage(t`No browser could be opened. The page to be printed is ${file}`);
}

async function savePage(page: string, pipeline: vscode.Uri): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: t`Save the Page to Be Printed`,
    defaultUri: vscode.Uri.joinPath(pipeline, '..', `${nameOfGraph(pipeline)}.html`),
    filters: { HTML: ['html'] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(page));
  const show = t`Show in the Explorer`;
  const chosen = await vscode.window.showInformationMessage(
    t`The page asks for the printer when it is opened in a browser: download it by its menu in the Explorer.`,
    show,
  );
  if (chosen === show) await vscode.commands.executeCommand('revealInExplorer', target);
}
