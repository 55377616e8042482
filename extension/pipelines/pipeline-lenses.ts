import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isPipeline } from '../pipeline-language.ts';
import type { RunStore } from '../run-store/run-store.ts';
import type { PipelineDocuments } from './pipeline-documents.ts';

/** Lenses above the first line only, so that none comes in the middle of the text while a run goes on: what can be done with the pipeline. */
export class PipelineLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #store: RunStore;
  readonly #documents: PipelineDocuments;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #following: Disposable;
  #shown = '';
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(store: RunStore, documents: PipelineDocuments) {
    this.#store = store;
    this.#documents = documents;
    this.#following = store.onDidChange(() => this.#tellWhenOthers());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    const top = new vscode.Range(0, 0, 0, 0);
    const lenses = [
      new vscode.CodeLens(top, { title: `$(play) ${t`Run Pipeline`}`, command: 'dagwright.run', arguments: [uri] }),
      new vscode.CodeLens(top, { title: t`Show Graph`, command: 'dagwright.showGraph', arguments: [uri] }),
    ];
    const hasParams = this.#documents.analysisOf(document).syntax.entries.some(({ key }) => key.value === 'params');
    const form = { title: t`Run with Parameters…`, command: 'dagwright.runWithParameters', arguments: [uri] };
    if (hasParams) lenses.splice(1, 0, new vscode.CodeLens(top, form));
    if (this.#isRunning(document)) {
      lenses.push(
        new vscode.CodeLens(top, {
          title: `$(debug-stop) ${t`Cancel`}`,
          command: 'dagwright.cancel',
          arguments: [uri],
        }),
      );
    }
    return lenses;
  }

  dispose(): void {
    this.#following[Symbol.dispose]();
    this.#changed.dispose();
  }

  #isRunning({ uri }: vscode.TextDocument): boolean {
    return uri.scheme === 'file' && this.#store.newestOf(uri.fsPath)?.status === 'running';
  }

  /** Asked anew only when they are others. */
  #tellWhenOthers(): void {
    const open = vscode.workspace.textDocuments.filter(isPipeline);
    const running = open.filter(document => this.#isRunning(document));
    const shown = running.map(({ uri }) => uri.toString()).join('\n');
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed.fire();
  }
}
