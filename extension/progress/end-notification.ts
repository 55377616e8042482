import * as vscode from 'vscode';
import type { RunStore } from '../run-store/run-store.ts';
import { endSentence, type ReadableRun } from '../runs-view/run-text.ts';

/** Tells once of each run that has ended, when the settings want it: by default only while the window has not the focus. */
export function registerEndNotification(store: RunStore): vscode.Disposable {
  const following = store.onDidChange(({ ended }) => {
    for (const folder of ended) {
      const run = store.runs().find(one => one.folder === folder);
      if (run?.kind === 'run' && isWanted()) notify(store, run);
    }
  });
  return { dispose: () => following[Symbol.dispose]() };
}

function isWanted(): boolean {
  const when = vscode.workspace.getConfiguration('dagwright').get<string>('notifyOnEnd');
  return when === 'always' || (when !== 'never' && !vscode.window.state.focused);
}

async function notify(store: RunStore, run: ReadableRun): Promise<void> {
  const state = await store.load(run.folder);
  const failed = [...(state?.tasks.values() ?? [])].filter(({ status }) => status === 'failed').map(({ name }) => name);
  const sentence = endSentence(run, failed);
  if (sentence === undefined) return;
  if (run.status === 'success' || run.status === 'cancelled') {
    await vscode.window.showInformationMessage(sentence);
    return;
  }
  const verbs = run.status === 'interrupted' ? interruptedVerbs : failedVerbs;
  const choice = await vscode.window.showErrorMessage(sentence, ...Object.keys(verbs));
  const command = choice === undefined ? undefined : verbs[choice];
  if (command === undefined) return;
  const [first] = failed;
  const task = failed.length === 1 && first !== undefined ? { task: first } : {};
  await vscode.commands.executeCommand(command, { folder: run.folder, ...task });
}

/** The ways to go on, in the words of the commands. */
const failedVerbs: Readonly<Record<string, string>> = {
  'Go to First Failure': 'dagwright.goToFirstFailure',
  'Run Again What Failed': 'dagwright.rerunFailed',
  'Explain Task': 'dagwright.explainTask',
};
const interruptedVerbs: Readonly<Record<string, string>> = {
  Resume: 'dagwright.resume',
  'Show Run Record': 'dagwright.showRun',
};
