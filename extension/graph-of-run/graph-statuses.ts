import * as vscode from 'vscode';
import { type ShownStatus, shownStatus } from '../../runner/run-directory/shown-status.ts';
import type { RunState } from '../../runner/run-state.ts';
import type { Graphs } from '../graph/register-graph.ts';
import { isPipeline } from '../pipeline-language.ts';
import type { RunStore } from '../run-store/run-store.ts';

/** The first step of a run is shown at once, what comes within this time after it together. */
const tellMs = 60;

/** Keeps the graphs of all open pipeline texts at the newest run of their file. */
export function registerGraphStatuses(store: RunStore, graphs: Graphs): vscode.Disposable {
  const told = new Map<string, string>();
  const tell = (document: vscode.TextDocument) => {
    const { uri } = document;
    if (!isPipeline(document) || uri.scheme !== 'file') return;
    const state = store.newestStateOf(uri.fsPath);
    const statuses = state ? statusesOf(state) : new Map<string, ShownStatus>();
    const key = JSON.stringify([...statuses]);
    if ((told.get(uri.toString()) ?? '[]') === key) return;
    told.set(uri.toString(), key);
    graphs.setStatuses(uri, statuses);
  };
  let telling: NodeJS.Timeout | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tellSoon = () => {
    telling ??= setTimeout(
      () => {
        telling = undefined;
        toldAt = performance.now();
        vscode.workspace.textDocuments.forEach(tell);
        graphs.runsChanged();
      },
      Math.max(0, tellMs - (performance.now() - toldAt)),
    );
  };
  const following = store.onDidChange(tellSoon);
  tellSoon();
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(tell), {
    dispose: () => {
      clearTimeout(telling);
      following[Symbol.dispose]();
    },
  });
}

function statusesOf(state: RunState): ReadonlyMap<string, ShownStatus> {
  return new Map([...state.tasks.values()].map(task => [task.name, shownStatus(task, state)]));
}
