import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { GraphPanel, graphViewType } from './graph-panel.ts';
import type { GraphViewState, ShownStatus } from './messages.ts';
import { optionsOf } from './page-in-panel.ts';
import type { RunFacts } from './run-facts.ts';
import type { PrintGraph } from './save-graph.ts';

/** The graphs that stand beside pipeline texts, one for each file at most. */
export interface Graphs extends vscode.Disposable {
  /** Opens the graph of the pipeline file beside its text, or brings it to the front; the text keeps the focus. */
  show(uri: vscode.Uri): void;
  /** Tells how the tasks of the file's latest run stand, also before its graph is open; an empty map clears them. */
  setStatuses(uri: vscode.Uri, statuses: ReadonlyMap<string, ShownStatus>): void;
  /** The pipeline file whose graph has the focus. */
  active(): vscode.Uri | undefined;
  /** Something may have happened in a run: who looks at its times is told. */
  runsChanged(): void;
}

/**
 * Serves the graphs until it is disposed of, those too that VS Code brings back after a reload. With `facts` they also
 * tell of runs what is not a status, and with `print` their pictures can be printed.
 */
export function registerGraph(
  context: { readonly extensionUri: vscode.Uri },
  facts?: RunFacts,
  print?: PrintGraph,
): Graphs {
  const { extensionUri } = context;
  const panels = new Map<string, GraphPanel>();
  const known = new Map<string, ReadonlyMap<string, ShownStatus>>();
  const adopt = (panel: vscode.WebviewPanel, uri: vscode.Uri): void => {
    const key = uri.toString();
    const closed = (): void => {
      if (panels.get(key) === graph) panels.delete(key);
    };
    const followed = (next: vscode.Uri): void => {
      graph.dispose();
      closed();
      const other = panels.get(next.toString());
      if (other) {
        panel.dispose();
        other.reveal();
      } else adopt(panel, next);
    };
    const graph = new GraphPanel(panel, uri, { extensionUri, facts, print }, { closed, followed });
    panels.set(key, graph);
    graph.setStatuses(known.get(key) ?? new Map());
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(graphViewType, {
    deserializeWebviewPanel: async (panel, state: GraphViewState | undefined) => {
      if (!state || panels.has(vscode.Uri.parse(state.uri).toString())) panel.dispose();
      else adopt(panel, vscode.Uri.parse(state.uri));
    },
  });
  return {
    show(uri) {
      const open = panels.get(uri.toString());
      if (open) return open.reveal();
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      adopt(vscode.window.createWebviewPanel(graphViewType, t`Graph`, place, optionsOf(extensionUri)), uri);
    },
    setStatuses(uri, statuses) {
      const key = uri.toString();
      if (statuses.size === 0) known.delete(key);
      else known.set(key, new Map(statuses));
      panels.get(key)?.setStatuses(statuses);
    },
    active() {
      for (const [uri, panel] of panels) if (panel.isActive) return vscode.Uri.parse(uri);
      return undefined;
    },
    runsChanged() {
      for (const panel of panels.values()) panel.runsChanged();
    },
    dispose() {
      serializer.dispose();
      for (const panel of panels.values()) panel.dispose();
    },
  };
}
