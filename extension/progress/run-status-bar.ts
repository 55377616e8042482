import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { RunEstimates } from '../run-store/run-estimates.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { newestInFront } from '../runs-view/run-target.ts';
import { type ReadableRun, runStatusText } from '../runs-view/run-text.ts';
import { statusIcon } from '../runs-view/status-icon.ts';

/** One item in the status bar: the progress of what runs, else how the newest run of the text in front ended. A click shows the runs. */
export function registerRunStatusBar(store: RunStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('dagwright.run', vscode.StatusBarAlignment.Left, 5);
  item.name = t`Dagwright Run`;
  item.command = 'dagwright.runs.focus';
  const estimates = new RunEstimates(store);
  let ticking: NodeJS.Timeout | undefined;
  let lastEnded: string | undefined;
  const update = () => {
    clearTimeout(ticking);
    const running = store.runs().filter((run): run is ReadableRun => run.kind === 'run' && run.status === 'running');
    const run = running[0] ?? newestInFront(store) ?? store.runs().find(({ folder }) => folder === lastEnded);
    const end = run?.kind === 'run' && run.status === 'running' ? estimates.endOf(run) : undefined;
    if (run?.kind === 'run') show(item, run, { running: running.length, justEnded: run.folder === lastEnded, end });
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

interface Circumstances {
  readonly running: number;
  readonly justEnded: boolean;
  readonly end: number | undefined;
}

function show(item: vscode.StatusBarItem, run: ReadableRun, { running, justEnded, end }: Circumstances): void {
  const more = running > 1 ? ` (+${running - 1})` : '';
  const text = runStatusText(run, Date.now(), end);
  item.text = `$(${statusIcon(run.status).id}) ${run.name.replaceAll('$(', '$ (')} ${text}${more}`;
  item.tooltip = tooltip(run, text);
  const bad = run.status === 'failed' || run.status === 'interrupted';
  item.backgroundColor = bad && justEnded ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.accessibilityInformation = { label: t`Pipeline ${run.name}: ${text}` };
  item.show();
}

/** With the verbs that fit how the run stands. */
function tooltip(run: ReadableRun, status: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString().appendText(run.file).appendMarkdown('  \n').appendText(status);
  const argument = encodeURIComponent(JSON.stringify([{ folder: run.folder }]));
  const verbs = verbsFor(run.status);
  const links = verbs.map(([words, command]) => `[${words}](command:${command}?${argument})`);
  text.appendMarkdown(`\n\n${links.join(' · ')}`);
  text.isTrusted = { enabledCommands: verbs.map(([, command]) => command) };
  return text;
}

type Verb = readonly [words: string, command: string];

function verbsFor(status: ReadableRun['status']): readonly Verb[] {
  const output: Verb = [t`Show Output`, 'dagwright.showRunOutput'];
  const failed: Verb = [t`Run Again What Failed`, 'dagwright.rerunFailed'];
  switch (status) {
    case 'running':
      return [[t`Cancel`, 'dagwright.cancel'], output];
    case 'success':
      return [output, [t`Run Again`, 'dagwright.rerun']];
    case 'failed':
      return [[t`Go to First Failure`, 'dagwright.goToFirstFailure'], output, failed];
    case 'cancelled':
      return [output, failed];
    case 'interrupted':
      return [output, [t`Resume`, 'dagwright.resume']];
    default:
      return status satisfies never;
  }
}
