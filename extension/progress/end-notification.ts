import { t } from '@vscode/l10n';
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
  const verbs = verbsFor(run.status);
  const choice = await vscode.window.showErrorMessage(sentence, ...verbs.map(([words]) => words));
  const command = verbs.find(([words]) => words === choice)?.[1];
  if (command === undefined) return;
  const [first] = failed;
  const task = failed.length === 1 && first !== undefined ? { task: first } : {};
  await vscode.commands.executeCommand(command, { folder: run.folder, ...task });
}

/** The ways to go on, in the words of the commands. */
function verbsFor(status: ReadableRun['status']): readonly (readonly [words: string, command: string])[] {
  if (status === 'interrupted')
    return [
      [t`Resume`, 'dagwright.resume'],
      [t`Show Run Record`, 'dagwright.showRun'],
    ];
  return [
    [t`Go to First Failure`, 'dagwright.goToFirstFailure'],
    [t`Run Again What Failed`, 'dagwright.rerunFailed'],
    [t`Explain Task`, 'dagwright.explainTask'],
  ];
}
