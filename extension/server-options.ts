import * as vscode from 'vscode';
import { problemsPage } from './problem-page.ts';

/** What the language server is told when it starts, as the settings want it. */
export function serverOptions(context: vscode.ExtensionContext): object {
  const settings = vscode.workspace.getConfiguration('dagwright');
  return {
    problemsPage: problemsPage(context).toString(),
    suggestCommand: 'editor.action.triggerSuggest',
    inlayHints: {
      defaults: settings.get<boolean>('inlayHints.defaults') === true,
      durations: settings.get<boolean>('inlayHints.durations') === true,
      nextTimes: settings.get<boolean>('inlayHints.schedules') !== false,
    },
    ...(settings.get<boolean>('taskLenses') === true ? { lensCommands } : {}),
  };
}

/** Whether a change of the settings changes what the server is told. */
export function changesServerOptions(change: vscode.ConfigurationChangeEvent): boolean {
  return ['dagwright.inlayHints', 'dagwright.taskLenses'].some(name => change.affectsConfiguration(name));
}

const lensCommands = { run: 'dagwright.runTask', runUpstream: 'dagwright.runTaskWithUpstream' };

/** The server names a document and a task, our commands take a file and a task. */
export function withOurArguments(lens: vscode.CodeLens): vscode.CodeLens {
  const [address, task] = lens.command?.arguments ?? [];
  if (!lens.command || typeof address !== 'string' || typeof task !== 'string') return lens;
  return new vscode.CodeLens(lens.range, {
    ...lens.command,
    arguments: [{ file: vscode.Uri.parse(address).fsPath, task }],
  });
}
