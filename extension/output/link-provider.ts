import { isAbsolute, resolve } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { type OutputLink, outputLinks } from './output-links.ts';

type OpeningLink = vscode.TerminalLink & { readonly target: vscode.Uri; readonly place: OutputLink };

/** Makes links of the places in files that output in our terminals names. `folderOf` says where its tasks work. */
export function outputLinkProvider(
  folderOf: (terminal: vscode.Terminal) => string | undefined,
): vscode.TerminalLinkProvider<OpeningLink> {
  return {
    async provideTerminalLinks({ line, terminal }, token) {
      const folder = folderOf(terminal);
      const places = folder === undefined ? [] : outputLinks(line);
      const links: OpeningLink[] = [];
      for (const place of places) {
        const target = vscode.Uri.file(isAbsolute(place.path) ? place.path : resolve(folder ?? '', place.path));
        if (token.isCancellationRequested) break;
        if (!(await isFile(target))) continue;
        links.push({
          startIndex: place.start,
          length: place.length,
          tooltip: t`Open the file at this line`,
          target,
          place,
        });
      }
      return links;
    },
    async handleTerminalLink({ target, place }) {
      const at = new vscode.Position(place.line - 1, place.column - 1);
      await vscode.window.showTextDocument(target, { selection: new vscode.Range(at, at) });
    },
  };
}

/** Whether there is such a file. */
export async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
