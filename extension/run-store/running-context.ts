import * as vscode from 'vscode';
import type { RunStore } from './run-store.ts';

/** Keeps the context keys `dagwright.running`, and `dagwright.runningFiles` of what runs: they show and hide the buttons that stop a run. */
export function registerRunningContext(store: RunStore): vscode.Disposable {
  let known = '';
  const following = store.onDidChange(({ list }) => {
    if (!list) return;
    const paths = store
      .runs()
      .flatMap(run => (run.kind === 'run' && run.status === 'running' ? [vscode.Uri.file(run.file).fsPath] : []));
    const files = [...new Set(paths)].sort();
    if (files.join('\n') === known) return;
    known = files.join('\n');
    vscode.commands.executeCommand('setContext', 'dagwright.running', files.length > 0);
    vscode.commands.executeCommand('setContext', 'dagwright.runningFiles', files);
  });
  return { dispose: () => following[Symbol.dispose]() };
}
