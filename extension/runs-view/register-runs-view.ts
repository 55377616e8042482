import * as vscode from 'vscode';
import type { PipelineFiles } from '../pipelines/pipeline-files.ts';
import type { RunStore } from '../run-store/run-store.ts';
import type { RunsChange } from '../run-store/runs-change.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { ReadableRun } from './run-text.ts';
import type { RunNode } from './run-tree.ts';
import { RunsTree } from './runs-view.ts';

/** Changes of tasks are shown together, this often at most. */
const showMs = 150;

/** The Runs view, until it is disposed of. */
export interface RunsView extends vscode.Disposable {
  /** Opens the view at the row of the run, or of its task; the row is selected and has the focus. */
  reveal(run: ReadableRun, task: string | undefined): Promise<void>;
}

/** While the view is hidden nothing is done for it. */
export function registerRunsView(store: RunStore, files: PipelineFiles, schedule: Schedule): RunsView {
  const tree = new RunsTree(store, files, schedule);
  const view = vscode.window.createTreeView<RunNode>('dagwright.runs', {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const changes = new Changes(tree, () => view.visible);
  const following = store.onDidChange(change => changes.take(change));
  let searched = false;
  const look = () => {
    if (!view.visible) return;
    if (!searched) files.search();
    searched = true;
    changes.take({ list: true, progress: new Map(), ended: [] });
  };
  look();
  const subscriptions = vscode.Disposable.from(
    view,
    view.onDidChangeVisibility(look),
    files.onDidChange(look),
    schedule.onDidChange(look),
    vscode.commands.registerCommand('dagwright.runs.showOlder', ({ file }: { file: string }) => tree.showOlder(file)),
    {
      dispose: () => {
        following[Symbol.dispose]();
        changes[Symbol.dispose]();
      },
    },
  );
  return {
    async reveal(run, task) {
      await view.reveal(await tree.rowOf(run, task), { select: true, focus: true, expand: task === undefined });
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** Gathers changes and shows them together, and each second what changes with time. */
class Changes implements Disposable {
  readonly #tree: RunsTree;
  readonly #isVisible: () => boolean;
  #list = false;
  #progress = new Map<string, Set<string>>();
  #showing: NodeJS.Timeout | undefined;
  #ticking: NodeJS.Timeout | undefined;

  constructor(tree: RunsTree, isVisible: () => boolean) {
    this.#tree = tree;
    this.#isVisible = isVisible;
  }

  take(change: RunsChange): void {
    if (!this.#isVisible()) return;
    this.#list ||= change.list;
    for (const [folder, tasks] of change.progress) {
      this.#progress.set(folder, new Set([...(this.#progress.get(folder) ?? []), ...tasks]));
    }
    this.#showing ??= setTimeout(() => this.#show(), showMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#showing);
    clearTimeout(this.#ticking);
  }

  #show(): void {
    this.#showing = undefined;
    this.#tree.show({ list: this.#list, progress: this.#progress });
    this.#list = false;
    this.#progress = new Map();
    this.#ticking ??= setTimeout(() => this.#tick(), 1000);
  }

  #tick(): void {
    this.#ticking = undefined;
    if (!this.#isVisible() || !this.#tree.ticks) return;
    this.#tree.tick();
    this.#ticking = setTimeout(() => this.#tick(), 1000);
  }
}
