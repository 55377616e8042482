import * as vscode from 'vscode';
import { panelPage } from './panel-page.ts';

/** What a panel may do; it is not kept alive while hidden, as one `ready` brings everything back. */
export function optionsOf(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
}

/** The page of the graph of a pipeline file, for its panel. */
export function pageInPanel(webview: vscode.Webview, uri: vscode.Uri, extensionUri: vscode.Uri): string {
  const address = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  return panelPage({
    script: address('graph.js'),
    styles: address('graph.css'),
    source: webview.cspSource,
    nonce: freshNonce(),
    uri: uri.toString(),
    language: vscode.env.language,
    words: vscode.l10n.bundle ?? {},
    ...(uri.scheme === 'file' ? { file: uri.fsPath } : {}),
  });
}

function freshNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
