import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readHistory } from '../../runner/history/history-file.ts';
import { historyFile, journalFile, runFolder } from '../../runner/layout.ts';
import { readEnds } from '../../runner/run-directory/journal-ends.ts';
import { readRun } from '../../runner/run-directory/read-run.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import { listRunIds } from '../../runner/run-directory/run-list.ts';
import { sourceText, whyText } from '../../runner/run-directory/wording.ts';
import type { RunState, TaskState } from '../../runner/run-state.ts';
import type { PastRuns, PastTask } from '../past-runs.ts';

/** How far back a task is looked for, how many runs are read for it, and how many are told. */
const runsLookedAt = 50;
const runsRead = 6;
const runsTold = 3;

type TasksOfRun = ReadonlyMap<string, PastTask>;

/**
 * What the run directories of this machine remember. A run is read again only when its journal has grown, and what it
 * says is kept only for the pipeline that was asked for last.
 */
export class NodePastRuns implements PastRuns {
  readonly #durations = new Map<string, { readonly stamp: string; readonly byTask: ReadonlyMap<string, number> }>();
  /** Of which pipeline the run in a folder is: it never becomes another's. */
  readonly #files = new Map<string, string>();
  #asked = '';
  #runs = new Map<string, { readonly stamp: string; readonly tasks: TasksOfRun }>();

  async ofTask(path: string, task: string): Promise<readonly PastTask[]> {
    if (this.#asked !== path) this.#runs = new Map();
    this.#asked = path;
    const root = findRoot(dirname(path));
    const ids = await listRunIds(root).catch(() => []);
    const told: PastTask[] = [];
    let read = 0;
    for (const id of ids.slice(0, runsLookedAt)) {
      if (told.length === runsTold || read === runsRead) break;
      const tasks = await this.#tasksOf(runFolder(root, id), path);
      if (!tasks) continue;
      read++;
      const found = tasks.get(task);
      if (found) told.push(found);
    }
    return told;
  }

  lastDurations(path: string): ReadonlyMap<string, number> {
    const known = this.#durations.get(path) ?? { stamp: stampOf(path), byTask: newestDurations(path) };
    this.#durations.set(path, known);
    return known.byTask;
  }

  lookAgain(path: string): boolean {
    if (this.#durations.get(path)?.stamp === stampOf(path)) return false;
    this.#durations.delete(path);
    return true;
  }

  /** Nothing when the run in a folder is of another pipeline, or cannot be read. */
  async #tasksOf(folder: string, path: string): Promise<TasksOfRun | undefined> {
    if ((this.#files.get(folder) ?? path) !== path) return undefined;
    const journal = journalFile(folder);
    const file = this.#files.get(folder) ?? (await readEnds(journal))?.started.file;
    if (file !== undefined) this.#files.set(folder, file);
    if (file !== undefined && file !== path) return undefined;
    const stamp = await stat(journal).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => 'none',
    );
    const known = this.#runs.get(folder);
    if (known?.stamp === stamp) return known.tasks;
    const reading = await readRun(folder).catch(() => undefined);
    if (reading?.kind !== 'run') return undefined;
    this.#files.set(folder, reading.state.started.file);
    if (reading.state.started.file !== path) return undefined;
    const tasks = tasksOfFile(reading.state);
    this.#runs.set(folder, { stamp, tasks });
    return tasks;
  }
}

function newestDurations(path: string): ReadonlyMap<string, number> {
  const history = readHistory(findRoot(dirname(path)), path);
  const newest = new Map<string, number>();
  for (const [task, [last]] of history?.tasks ?? []) if (last !== undefined) newest.set(task, last);
  return newest;
}

function stampOf(path: string): string {
  const found = statSync(historyFile(findRoot(dirname(path)), path), { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : 'none';
}

/** Without the instances and the tasks of used pipelines. */
function tasksOfFile({ started, tasks }: RunState): TasksOfRun {
  const own = [...tasks.values()].filter(({ definition }) => definition.group === undefined);
  return new Map(own.map(task => [task.name, pastTask(task, started.at)]));
}

function pastTask(task: TaskState, at: number): PastTask {
  const { status, attempts, openedAt, endedAt, source } = task;
  const last = attempts.at(-1);
  const [from, to] = last ? [last.startedAt, last.endedAt] : [openedAt, endedAt];
  const why = source ? sourceText(source) : whyText(task);
  return {
    ...{ at, status },
    ...(from === undefined || to === undefined || to < from ? {} : { durationMs: to - from }),
    ...(why === undefined ? {} : { why }),
  };
}
