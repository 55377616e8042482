import * as vscode from 'vscode';
import type { RunStore } from './run-store.ts';

/** Keeps the context key `dagwright.running`, which shows and hides the buttons that stop a run. */
export function registerRunningContext(store: RunStore): vscode.Disposable {
  let known = false;
  const following = store.onDidChange(({ list }) => {
    const running = list && store.runs().some(run => run.kind === 'run' && run.status === 'running');
    if (!list || running === known) return;
    known = running;
    vscode.commands.executeCommand('setContext', 'dagwright.running', running);
  });
  return { dispose: () => following[Symbol.dispose]() };
}
