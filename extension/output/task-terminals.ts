import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { workingFolder } from '../run-problems/failure-texts.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { outputLinkProvider } from './link-provider.ts';
import { mergedOutput } from './merged-output.ts';
import { type TaskOfRun, taskOutput } from './task-output.ts';

/** The terminals that show the output of tasks, one for each task of a run, and of whole runs. Dispose of it. */
export class TaskTerminals implements vscode.Disposable {
  readonly #store: RunStore;
  readonly #terminals = new Map<string, vscode.Terminal>();
  /** Where the tasks of each terminal work. */
  readonly #folders = new WeakMap<vscode.Terminal, string>();
  readonly #registered: vscode.Disposable;

  constructor(store: RunStore) {
    this.#store = store;
    this.#registered = vscode.Disposable.from(
      vscode.window.onDidCloseTerminal(closed => {
        for (const [key, terminal] of this.#terminals) if (terminal === closed) this.#terminals.delete(key);
      }),
      vscode.window.registerTerminalLinkProvider(outputLinkProvider(terminal => this.#folders.get(terminal))),
    );
  }

  /** Shows the output of a task while it is written, from its newest attempt or the given one; the focus stays where it is. */
  async show(task: TaskOfRun, attempt?: number): Promise<void> {
    const run = await this.#store.load(task.folder);
    const state = run?.tasks.get(task.task);
    const first = attempt ?? Math.max(1, state?.attempts.length ?? 1);
    this.#show(JSON.stringify([task.folder, task.task, attempt]), {
      name: task.task,
      folder: run && state ? workingFolder(run, state) : undefined,
      output: signal => taskOutput(this.#store, task, first, signal),
    });
  }

  /** Shows what all tasks of a run print, or only some of them, together; the focus stays where it is. */
  async showRun(folder: string, tasks?: readonly string[]): Promise<void> {
    const run = await this.#store.load(folder);
    const wanted = tasks && new Set(tasks);
    this.#show(JSON.stringify([folder, tasks ?? []]), {
      name: `${run?.started.name ?? t`run`}: ${tasks ? t`${tasks.length} tasks` : t`all tasks`}`,
      folder: run && dirname(run.started.file),
      output: signal =>
        mergedOutput(this.#store, { folder, ...(wanted ? { shows: task => wanted.has(task) } : {}) }, signal),
    });
  }

  dispose(): void {
    this.#registered.dispose();
    for (const terminal of this.#terminals.values()) terminal.dispose();
  }

  #show(key: string, shown: ShownOutput): void {
    const terminal = this.#terminals.get(key) ?? this.#open(shown);
    this.#terminals.set(key, terminal);
    terminal.show(true);
  }

  #open({ name, folder, output }: ShownOutput): vscode.Terminal {
    const terminal = vscode.window.createTerminal({
      name,
      pty: outputTerminal(output),
      iconPath: new vscode.ThemeIcon('output'),
      isTransient: true,
    });
    if (folder !== undefined) this.#folders.set(terminal, folder);
    return terminal;
  }
}

interface ShownOutput {
  readonly name: string;
  readonly folder: string | undefined;
  readonly output: (signal: AbortSignal) => AsyncGenerator<string, void>;
}

/** Large outputs come in many pieces: between them the terminal gets time to draw. */
const drawMs = 4;

function outputTerminal(output: ShownOutput['output']): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new AbortController();
  const write = async () => {
    for await (const text of output(closed.signal)) {
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
