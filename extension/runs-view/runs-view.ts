import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PipelineFiles } from '../pipelines/pipeline-files.ts';
import type { RunStore } from '../run-store/run-store.ts';
import type { RunsChange } from '../run-store/runs-change.ts';
import { pathKey, samePath } from '../run-store/same-path.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { ReadableRun } from './run-text.ts';
import {
  childTasks,
  type NodeLook,
  pipelineFiles,
  pipelineLook,
  type RunNode,
  runDetails,
  runLook,
  taskLook,
  triggerLook,
} from './run-tree.ts';
import { taskDetails } from './task-details.ts';

/** How many runs of a pipeline are shown at first, and how many more each time older ones are asked for. */
const firstRuns = 20;
const moreRuns = 100;

/** The rows of the Runs view: pipelines, their runs, their tasks. Only what is open is read. */
export class RunsTree implements vscode.TreeDataProvider<RunNode> {
  readonly #store: RunStore;
  readonly #files: PipelineFiles;
  readonly #schedule: Schedule;
  readonly #nodes = new Map<string, RunNode>();
  readonly #shown = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<RunNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: RunStore, files: PipelineFiles, schedule: Schedule) {
    this.#store = store;
    this.#files = files;
    this.#schedule = schedule;
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    const look = this.#look(node);
    const item = new vscode.TreeItem(look.label, collapsible[look.children]);
    // A row that opens by itself is another than the same row later, which stands there closed.
    item.id = look.children === 'open' ? `${node.id} open` : node.id;
    item.description = look.description;
    item.contextValue = look.context;
    item.iconPath = new vscode.ThemeIcon(
      look.icon.id,
      look.icon.color ? new vscode.ThemeColor(look.icon.color) : undefined,
    );
    item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
    if (node.kind === 'older')
      item.command = { command: 'dagwright.runs.showOlder', title: t`Show Older Runs`, arguments: [node] };
    if (node.kind === 'task' && look.context.endsWith('.output')) {
      item.command = { command: 'dagwright.showTaskOutput', title: t`Show Task Output`, arguments: [node] };
    }
    if (node.kind === 'pipeline') item.tooltip = node.file;
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: RunNode): Promise<vscode.TreeItem> {
    const state = node.kind === 'run' || node.kind === 'task' ? await this.#store.load(node.folder) : undefined;
    const details = state && (node.kind === 'task' ? taskDetails(state, node.task) : runDetails(state));
    if (!details || details.length === 0) return item;
    const text = new vscode.MarkdownString();
    for (const [name, value] of details) text.appendMarkdown(`**${name}** `).appendText(value).appendMarkdown('  \n');
    item.tooltip = text;
    return item;
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (!node) return this.#roots();
    if (node.kind === 'pipeline') return [...this.#triggersOf(node.file), ...this.#runsOf(node.file)];
    if (node.kind === 'run') return this.#tasksOf(node.folder, undefined);
    return node.kind === 'task' ? this.#tasksOf(node.folder, node.task) : [];
  }

  getParent(node: RunNode): RunNode | undefined {
    if (node.kind === 'task') return this.#above(node);
    return node.kind !== 'pipeline' && node.file !== undefined ? this.#pipeline(node.file) : undefined;
  }

  #above({ folder, file, task }: Extract<RunNode, { kind: 'task' }>): RunNode {
    const group = this.#store.state(folder)?.tasks.get(task)?.definition.group;
    return this.#rowOf(folder, file, group);
  }

  /** The row of a task of the run, or of the run where that has no such task; it is shown then, however old it is. */
  async rowOf({ folder, file }: ReadableRun, task: string | undefined): Promise<RunNode> {
    const state = await this.#store.load(folder);
    const runs = this.#store.runs().filter(run => run.kind === 'run' && samePath(run.file, file));
    const older = runs.findIndex(run => run.folder === folder);
    while (older >= (this.#shown.get(pathKey(file)) ?? firstRuns)) this.showOlder(file);
    return this.#rowOf(folder, file, state?.tasks.has(task ?? '') ? task : undefined);
  }

  #rowOf(folder: string, file: string, task: string | undefined): RunNode {
    if (task === undefined) return this.#node({ kind: 'run', id: folder, folder, file });
    return this.#node({ kind: 'task', id: taskId(folder, task), folder, file, task });
  }

  /** Shows what has changed: the whole when the list of runs has, else only the tasks' rows. */
  show(change: Pick<RunsChange, 'list' | 'progress'>): void {
    const tasks = [...change.progress].flatMap(([folder, names]) =>
      [...this.#withGroups(folder, names)].map(name => taskId(folder, name)),
    );
    if (change.list) this.#changed.fire(undefined);
    else this.#fire(tasks);
  }

  /** A group tells how many of its members have ended. */
  #withGroups(folder: string, names: ReadonlySet<string>): ReadonlySet<string> {
    const tasks = this.#store.state(folder)?.tasks;
    const all = new Set(names);
    for (const name of all) {
      const group = tasks?.get(name)?.definition.group;
      if (group !== undefined) all.add(group);
    }
    return all;
  }

  /** Shows anew what changes with time: the runs that go on and their running tasks. */
  tick(): void {
    for (const run of this.#running()) {
      const tasks = [...(this.#store.state(run.folder)?.tasks.values() ?? [])];
      const ticking = tasks.filter(({ status }) => status === 'running' || status === 'retrying');
      this.#fire([
        ...ticking.map(({ name }) => taskId(run.folder, name)),
        ...(tasks.length > firstRuns ? [] : [run.folder]),
      ]);
    }
  }

  /** Whether something is shown that changes with time. */
  get ticks(): boolean {
    return this.#running().length > 0;
  }

  showOlder(file: string): void {
    this.#shown.set(pathKey(file), (this.#shown.get(pathKey(file)) ?? firstRuns) + moreRuns);
    this.#changed.fire([this.#pipeline(file)]);
  }

  #running() {
    return this.#store.runs().filter(run => run.kind === 'run' && run.status === 'running');
  }

  #fire(ids: readonly string[]): void {
    const nodes = ids.map(id => this.#nodes.get(id)).filter(node => node !== undefined);
    if (nodes.length > 0) this.#changed.fire(nodes);
  }

  #roots(): RunNode[] {
    const runs = this.#store.runs();
    const unreadable = runs.filter(run => run.kind === 'unreadable');
    return [
      ...pipelineFiles(this.#files.paths, runs).map(file => this.#pipeline(file)),
      ...unreadable.map(({ folder }) => this.#node({ kind: 'run', id: folder, folder })),
    ];
  }

  #triggersOf(file: string): RunNode[] {
    const triggers = this.#schedule.standing(file)?.triggers ?? [];
    return triggers.map(({ words }) =>
      this.#node({ kind: 'trigger', id: `trigger ${pathKey(file)} ${words}`, file, words }),
    );
  }

  #runsOf(file: string): RunNode[] {
    const runs = this.#store.runs().filter(run => run.kind === 'run' && samePath(run.file, file));
    const limit = this.#shown.get(pathKey(file)) ?? firstRuns;
    const nodes = runs.slice(0, limit).map(({ folder }) => this.#node({ kind: 'run', id: folder, folder, file }));
    if (runs.length > limit) nodes.push(this.#node({ kind: 'older', id: `older ${pathKey(file)}`, file }));
    return nodes;
  }

  async #tasksOf(folder: string, group: string | undefined): Promise<RunNode[]> {
    const state = await this.#store.load(folder);
    if (!state) return [];
    const { file } = state.started;
    return childTasks(state, group).map(task => this.#rowOf(folder, file, task));
  }

  #look(node: RunNode): NodeLook {
    const now = Date.now();
    switch (node.kind) {
      case 'pipeline':
        return this.#pipelineLook(node.file, now);
      case 'trigger':
        return triggerLook(node.words, this.#schedule.standing(node.file), now);
      case 'run': {
        const run = this.#store.runs().find(({ folder }) => folder === node.folder);
        const newest = node.file !== undefined && this.#store.newestOf(node.file)?.folder === node.folder;
        return run ? runLook(run, newest, now) : { ...gone, label: t`deleted run` };
      }
      case 'task': {
        const state = this.#store.state(node.folder);
        return state ? taskLook(node.task, state, now) : { ...gone, label: node.task };
      }
      case 'older':
        return { ...gone, label: t`Show Older Runs…`, icon: { id: 'history' } };
      default:
        return node satisfies never;
    }
  }

  #pipelineLook(file: string, now: number): NodeLook {
    const newest = this.#store.newestOf(file);
    return pipelineLook(file, folderText(file), newest, this.#schedule.standing(file), now);
  }

  #pipeline(file: string): RunNode {
    return this.#node({ kind: 'pipeline', id: `pipeline ${pathKey(file)}`, file });
  }

  /** The row that is shown for `node` already, so that the editor knows it again. */
  #node(node: RunNode): RunNode {
    const known = this.#nodes.get(node.id);
    if (known) return known;
    this.#nodes.set(node.id, node);
    return node;
  }
}

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

const gone: NodeLook = {
  label: '',
  description: '',
  icon: { id: 'circle-outline' },
  context: 'gone',
  children: 'none',
};

function taskId(folder: string, task: string): string {
  return `${folder} ${task}`;
}

function folderText(file: string): string {
  const folder = dirname(vscode.workspace.asRelativePath(file));
  return folder === '.' ? '' : folder;
}
