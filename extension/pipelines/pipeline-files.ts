import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { findRoot } from '../../runner/run-directory/root.ts';
import { isPipeline } from '../pipeline-language.ts';
import type { RunStore } from '../run-store/run-store.ts';

const pattern = '**/{pipeline.yaml,*.pipeline.yaml,*.pipeline.yml}';
const notThere = '**/{node_modules,.dagwright,.venv}/**';
/** A folder with more is not searched to its end. */
const mostFiles = 500;

/**
 * The pipeline files of the workspace, and through them the places where runs are remembered: of each workspace folder,
 * of each file found, and of each pipeline text that is opened. The store is told of every such place.
 */
export class PipelineFiles implements vscode.Disposable {
  readonly #store: RunStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #paths: readonly string[] = [];
  #searching = false;
  #searchAgain = false;
  #isFolderRemoved = false;

  /** Tells that `paths` are others. */
  readonly onDidChange = this.#changed.event;

  constructor(store: RunStore) {
    this.#store = store;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const search = () => this.search();
    this.#subscriptions = [
      watcher,
      this.#changed,
      watcher.onDidCreate(search),
      watcher.onDidDelete(search),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        this.#isFolderRemoved ||= removed.length > 0;
        this.search();
      }),
      vscode.workspace.onDidOpenTextDocument(document => this.#addRoots(rootsOf([document]))),
    ];
    this.#addRoots(this.#roots());
  }

  /** Those found by the last search. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Looks for pipeline files in the workspace. */
  async search(): Promise<void> {
    this.#searchAgain = true;
    if (this.#searching) return;
    this.#searching = true;
    while (this.#searchAgain) {
      this.#searchAgain = false;
      const found = await vscode.workspace.findFiles(pattern, notThere, mostFiles);
      this.#paths = found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    }
    this.#searching = false;
    const roots = this.#roots();
    this.#addRoots(roots);
    if (this.#isFolderRemoved) this.#store.keepRoots(roots);
    this.#isFolderRemoved = false;
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #addRoots(roots: Iterable<string>): void {
    for (const root of roots) this.#store.addRoot(root);
  }

  /** Those that the workspace, the files found and the open texts lead to. */
  #roots(): ReadonlySet<string> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return new Set([
      ...folders.map(({ uri }) => findRoot(uri.fsPath)),
      ...this.#paths.map(path => findRoot(dirname(path))),
      ...rootsOf(vscode.workspace.textDocuments),
    ]);
  }
}

function rootsOf(documents: readonly vscode.TextDocument[]): string[] {
  return documents
    .filter(document => isPipeline(document) && document.uri.scheme === 'file')
    .map(({ uri }) => findRoot(dirname(uri.fsPath)));
}
