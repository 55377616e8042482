import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { analyse } from '../../pipeline/analyse.ts';
import type { Trigger } from '../../pipeline/pipeline.ts';
import { isPipeline } from '../pipeline-language.ts';
import { pathKey } from '../run-store/same-path.ts';

const none: readonly Trigger[] = [];

/** The triggers that pipeline files say as they are saved: read when they are asked for, and with each save. Dispose of it. */
export class PipelineTriggers implements vscode.Disposable {
  readonly #known = new Map<string, readonly Trigger[]>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #saving: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#saving = vscode.workspace.onDidSaveTextDocument(document => {
      if (isPipeline(document) && document.uri.scheme === 'file') void this.#read(document.uri.fsPath);
    });
  }

  /** Of a file that was not read yet there are none at first; listeners are told of others. What is broken keeps what it said. */
  of(file: string): readonly Trigger[] {
    const known = this.#known.get(pathKey(file));
    if (known) return known;
    this.#known.set(pathKey(file), none);
    void this.#read(file);
    return none;
  }

  /** Files may have changed without being saved here. */
  readAgain(files: Iterable<string>): void {
    for (const file of files) if (this.#known.has(pathKey(file))) void this.#read(file);
  }

  dispose(): void {
    this.#saving.dispose();
    this.#changed.dispose();
  }

  async #read(file: string): Promise<void> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const mayHave = /^\s*["']?triggers["']?\s*:/m.test(text);
    const found = mayHave ? analyse(text).pipeline?.triggers : none;
    const before = this.#known.get(pathKey(file)) ?? none;
    if (!found || JSON.stringify(found) === JSON.stringify(before)) return;
    this.#known.set(pathKey(file), found);
    this.#changed.fire();
  }
}
