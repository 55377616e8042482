import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { programOf } from './begin-run.ts';
import { runEnvironment } from './run-arguments.ts';

const scheme = 'dagwright-report';
/** A report that takes longer is given up. */
const longestMs = 60_000;
const largestBytes = 16 * 2 ** 20;

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
    return answer(programOf(this.#context), file, words);
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }
}

/** What the program prints; when it prints nothing, its complaint. */
function answer(program: string, file: string, words: readonly string[]): Promise<string> {
  const options = {
    cwd: dirname(file),
    env: { ...runEnvironment(process.env), NO_COLOR: '1', COLUMNS: '120' },
    timeout: longestMs,
    maxBuffer: largestBytes,
    windowsHide: true,
  };
  return new Promise(resolve => {
    execFile(process.execPath, [program, ...words], options, (error, stdout, stderr) => {
      resolve(stdout || stderr || (error ? `${error.message}\n` : ''));
    });
  });
}
