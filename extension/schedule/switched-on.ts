import * as vscode from 'vscode';
import { pathKey } from '../run-store/same-path.ts';

const key = 'dagwright.triggersOn';

/** The pipelines whose triggers the user switched on in this workspace, and when. Nothing is on in one that is not trusted. */
export class SwitchedOn implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Since when each file is on, by its path. */
  get files(): ReadonlyMap<string, number> {
    if (!vscode.workspace.isTrusted) return new Map();
    return new Map(Object.entries(this.#memory.get<Record<string, number>>(key, {})));
  }

  has(file: string): boolean {
    return this.since(file) !== undefined;
  }

  since(file: string): number | undefined {
    return [...this.files].find(([path]) => pathKey(path) === pathKey(file))?.[1];
  }

  async switch(file: string, isOn: boolean): Promise<void> {
    const files = [...this.files].filter(([path]) => pathKey(path) !== pathKey(file));
    if (isOn) files.push([file, Date.now()]);
    await this.#memory.update(key, Object.fromEntries(files));
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
