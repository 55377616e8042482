import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { printPage } from './print-page.ts';

/** Opens a page with the picture in the browser, which asks for the printer: a panel of the editor may not print. */
export async function printGraph(svg: string, title: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dagwright-'));
  const page = join(folder, 'graph.html');
  await writeFile(page, printPage(svg, title), { mode: 0o600 });
  if (await vscode.env.openExternal(vscode.Uri.file(page))) return;
  vscode.window.showWarningMessage(t`No browser could be opened. The page to be printed is ${page}`);
}
