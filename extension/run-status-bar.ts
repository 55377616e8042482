import * as vscode from 'vscode';
import type { RunStore } from './run-store.ts';
import { newestInFront } from './run-target.ts';
import { type ReadableRun, runStatusText } from './run-text.ts';
import { statusIcon } from './status-icon.ts';

/** One item in the status bar: the progress of what runs, else how the newest run of the text in front ended. A click shows the runs. */
export function registerRunStatusBar(store: RunStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('dagwright.run', vscode.StatusBarAlignment.Left, 5);
  item.name = 'Dagwright Run';
  item.command = 'dagwright.runs.focus';
  let ticking: NodeJS.Timeout | undefined;
  let lastEnded: string | undefined;
  const update = () => {
    clearTimeout(ticking);
    const running = store.runs().filter((run): run is ReadableRun => run.kind === 'run' && run.status === 'running');
    const run = running[0] ?? newestInFront(store) ?? store.runs().find(({ folder }) => folder === lastEnded);
    if (run?.kind === 'run') show(item, run, running.length, run.folder === lastEnded);
    else item.hide();
    ticking = running.length > 0 ? setTimeout(update, 1000) : undefined;
  };
  const following = store.onDidChange(({ ended }) => {
    lastEnded = ended.at(-1) ?? lastEnded;
    update();
  });
  update();
  return vscode.Disposable.from(item, vscode.window.onDidChangeActiveTextEditor(update), {
    dispose: () => {
      clearTimeout(ticking);
      following[Symbol.dispose]();
    },
  });
}

function show(item: vscode.StatusBarItem, run: ReadableRun, running: number, justEnded: boolean): void {
  const more = running > 1 ? ` (+${running - 1})` : '';
  const text = runStatusText(run, Date.now());
  item.text = `$(${statusIcon(run.status).id}) ${run.name.replaceAll('$(', '$ (')} ${text}${more}`;
  item.tooltip = `${run.file}\n${text}`;
  const bad = run.status === 'failed' || run.status === 'interrupted';
  item.backgroundColor = bad && justEnded ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.accessibilityInformation = { label: `Pipeline ${run.name}: ${text}` };
  item.show();
}
