import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { sendRequest } from '../../runner/request.ts';
import { RunEstimates } from '../run-store/run-estimates.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { type ReadableRun, runStatusText } from '../runs-view/run-text.ts';

/** Shows how far each run is in a notification that can cancel it, when the settings want it; closing it leaves the run alone. */
export function registerProgressNotification(store: RunStore): vscode.Disposable {
  const estimates = new RunEstimates(store);
  const shown = new Map<string, ShownRun>();
  const update = () => {
    for (const run of store.runs()) {
      if (run.kind !== 'run' || run.status !== 'running') continue;
      if (!shown.has(run.folder) && isWanted()) shown.set(run.folder, new ShownRun(run));
    }
    for (const [folder, progress] of shown) {
      const run = store.runs().find(one => one.folder === folder);
      if (run?.kind === 'run' && run.status === 'running') progress.tell(run, estimates.endOf(run));
      else {
        progress.close();
        shown.delete(folder);
      }
    }
  };
  const following = store.onDidChange(update);
  return vscode.Disposable.from(
    { dispose: () => following[Symbol.dispose]() },
    {
      dispose: () => {
        for (const progress of shown.values()) progress.close();
      },
    },
  );
}

function isWanted(): boolean {
  return vscode.workspace.getConfiguration('dagwright').get<string>('progress') === 'notification';
}

class ShownRun {
  #percent = 0;
  #tell: ((step: { message: string; increment: number }) => void) | undefined;
  #close: () => void = () => {};

  constructor({ name, folder }: ReadableRun) {
    const closed = new Promise<void>(resolve => {
      this.#close = resolve;
    });
    const place = { location: vscode.ProgressLocation.Notification, title: name, cancellable: true };
    vscode.window.withProgress(place, (progress, token) => {
      this.#tell = step => progress.report(step);
      token.onCancellationRequested(() => cancel(name, folder));
      return closed;
    });
  }

  tell(run: ReadableRun, expectedEnd: number | undefined): void {
    const percent = run.total === 0 ? 0 : (100 * run.done) / run.total;
    this.#tell?.({ message: runStatusText(run, Date.now(), expectedEnd), increment: percent - this.#percent });
    this.#percent = percent;
  }

  close(): void {
    this.#close();
  }
}

function cancel(name: string, folder: string): void {
  try {
    sendRequest(folder, { type: 'cancel' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    vscode.window.showErrorMessage(t`The run of ${name} could not be asked to stop: ${why}`);
  }
}
