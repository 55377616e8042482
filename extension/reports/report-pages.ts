import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';

const scheme = 'dagwright-report';

/** Shows as read-only texts what the command line says of a run, a task or a file. Nothing is run by it. */
export class ReportPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Opens what `dagwright` answers to `words`, asked in the folder of `file`, under a title. What is shown already is asked anew. */
  async show(title: string, file: string, words: readonly string[]): Promise<void> {
    const uri = vscode.Uri.from({
      scheme,
      path: `/${title.replaceAll('/', '∕')}`,
      query: JSON.stringify([file, words]),
    });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const [file, words] = JSON.parse(query) as [string, readonly string[]];
    return commandAnswer(programOf(this.#context), dirname(file), words);
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }
}
