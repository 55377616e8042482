import type * as vscode from 'vscode';
import type { ToGraph } from './messages.ts';

/** Sends messages to a panel as long as it is open: one that is closed throws, and whoever closes it waits for nothing that it has asked for. */
export function postWhileOpen(
  panel: Pick<vscode.WebviewPanel, 'webview' | 'onDidDispose'>,
): (message: ToGraph) => void {
  let isOpen = true;
  panel.onDidDispose(() => {
    isOpen = false;
  });
  return message => {
    if (isOpen) void panel.webview.postMessage(message);
  };
}
