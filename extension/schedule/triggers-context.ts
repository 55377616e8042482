import * as vscode from 'vscode';
import type { SwitchedOn } from './switched-on.ts';

/** Keeps the context key `dagwright.triggersOn`, the paths whose triggers are on here: it shows and hides the verbs that switch them. */
export function registerTriggersContext(on: SwitchedOn): vscode.Disposable {
  const tell = () =>
    vscode.commands.executeCommand(
      'setContext',
      'dagwright.triggersOn',
      [...on.files.keys()].map(path => vscode.Uri.file(path).fsPath),
    );
  tell();
  return on.onDidChange(tell);
}
