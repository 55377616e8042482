import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import type { ToGraph } from '../../../extension/graph/messages.ts';
import { postWhileOpen } from '../../../extension/graph/post-while-open.ts';

const message: ToGraph = { type: 'cursor', task: null };

test('a closed panel is sent nothing: its webview may not even be asked for', () => {
  const panel = new ClosablePanel();
  const post = postWhileOpen(panel);
  post(message);
  panel.close();
  post(message);
  assert.deepEqual(panel.heard, [message]);
});

/** As VS Code's own: what is closed throws at the first touch. */
class ClosablePanel implements Pick<vscode.WebviewPanel, 'webview' | 'onDidDispose'> {
  readonly heard: unknown[] = [];
  #isDisposed = false;
  #closed = () => {};

  get webview(): vscode.Webview {
    if (this.#isDisposed) throw new Error('Webview is disposed');
    const postMessage = async (heard: unknown) => this.heard.push(heard) > 0;
    return { postMessage } as Partial<vscode.Webview> as vscode.Webview;
  }

  readonly onDidDispose: vscode.Event<void> = listener => {
    this.#closed = () => listener();
    return { dispose() {} };
  };

  close(): void {
    this.#isDisposed = true;
    this.#closed();
  }
}
