import * as vscode from 'vscode';
import type { RunStore } from './run-store.ts';
import { type TaskOfRun, taskOutput } from './task-output.ts';

/** The terminals that show the output of tasks, one for each task of a run. Dispose of it. */
export class TaskTerminals implements vscode.Disposable {
  readonly #store: RunStore;
  readonly #terminals = new Map<string, vscode.Terminal>();
  readonly #closing: vscode.Disposable;

  constructor(store: RunStore) {
    this.#store = store;
    this.#closing = vscode.window.onDidCloseTerminal(closed => {
      for (const [key, terminal] of this.#terminals) if (terminal === closed) this.#terminals.delete(key);
    });
  }

  /** Shows the output of a task while it is written, from its newest attempt or the given one; the focus stays where it is. */
  async show(task: TaskOfRun, attempt?: number): Promise<void> {
    const state = (await this.#store.load(task.folder))?.tasks.get(task.task);
    const first = attempt ?? Math.max(1, state?.attempts.length ?? 1);
    const key = JSON.stringify([task.folder, task.task, attempt]);
    const terminal = this.#terminals.get(key) ?? this.#open(task, first);
    this.#terminals.set(key, terminal);
    terminal.show(true);
  }

  dispose(): void {
    this.#closing.dispose();
    for (const terminal of this.#terminals.values()) terminal.dispose();
  }

  #open(task: TaskOfRun, first: number): vscode.Terminal {
    return vscode.window.createTerminal({
      name: task.task,
      pty: outputTerminal(this.#store, task, first),
      iconPath: new vscode.ThemeIcon('output'),
      isTransient: true,
    });
  }
}

/** Large outputs come in many pieces: between them the terminal gets time to draw. */
const drawMs = 4;

function outputTerminal(store: RunStore, task: TaskOfRun, first: number): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new AbortController();
  const write = async () => {
    for await (const text of taskOutput(store, task, first, closed.signal)) {
      if (text !== '') written.fire(text);
      await new Promise(resolve => setTimeout(resolve, drawMs));
    }
  };
  return {
    onDidWrite: written.event,
    open: () => {
      write().catch((error: unknown) =>
        written.fire(`\r\n${error instanceof Error ? error.message : String(error)}\r\n`),
      );
    },
    close: () => {
      closed.abort();
      written.dispose();
    },
  };
}
