import * as vscode from 'vscode';
import type { PipelineDocuments } from './pipeline-documents.ts';
import { languageId } from './pipeline-language.ts';
import type { RunStore } from './run-store.ts';

/** Lenses: what can be done with the pipeline on its first line, and the output of each task that failed in the newest run. */
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
      new vscode.CodeLens(top, { title: '$(play) Run Pipeline', command: 'dagwright.run', arguments: [uri] }),
      new vscode.CodeLens(top, { title: 'Show Graph', command: 'dagwright.showGraph', arguments: [uri] }),
    ];
    const hasParams = this.#documents.analysisOf(document).syntax.entries.some(({ key }) => key.value === 'params');
    const form = { title: 'Run with Parameters…', command: 'dagwright.runWithParameters', arguments: [uri] };
    if (hasParams) lenses.splice(1, 0, new vscode.CodeLens(top, form));
    const failed = this.#failedTasks(document);
    const lines = failed.length === 0 ? new Map<string, number>() : this.#documents.taskLines(document);
    for (const { folder, task } of failed) {
      const line = lines.get(task);
      const command = {
        title: '$(output) Show Output',
        command: 'dagwright.showTaskOutput',
        arguments: [{ folder, task }],
      };
      if (line !== undefined) lenses.push(new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command));
    }
    return lenses;
  }

  dispose(): void {
    this.#following[Symbol.dispose]();
    this.#changed.dispose();
  }

  #failedTasks({ uri }: vscode.TextDocument): readonly { readonly folder: string; readonly task: string }[] {
    if (uri.scheme !== 'file') return [];
    const folder = this.#store.newestOf(uri.fsPath)?.folder;
    const state = this.#store.newestStateOf(uri.fsPath);
    if (folder === undefined || !state) return [];
    const failed = [...state.tasks.values()].filter(
      ({ status, attempts }) => status === 'failed' && attempts.length > 0,
    );
    return failed.map(({ name }) => ({ folder, task: name }));
  }

  /** Asked anew only when they are others: lenses that come and go make the text jump. */
  #tellWhenOthers(): void {
    const open = vscode.workspace.textDocuments.filter(document => document.languageId === languageId);
    const shown = JSON.stringify(open.map(document => [document.uri.path, this.#failedTasks(document)]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed.fire();
  }
}
