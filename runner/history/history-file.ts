import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { historyFile } from '../layout.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** What is remembered of a pipeline's runs. */
export interface History {
  /** The ids of the newest runs that are in it, the newest first. */
  readonly runs: readonly string[];
  /** Of each task, in milliseconds, its newest successes, the newest first. */
  readonly tasks: ReadonlyMap<string, readonly number[]>;
}

const kept = 5;
const keptRuns = 20;
/** Of tasks that a run does not have: a renamed one is forgotten when there are more such. */
const keptOthers = 5000;
const largestFile = 2 ** 24;
const version = 1;

/** What is remembered of the pipeline in `file`; `undefined` when there is nothing that can be read. */
export function readHistory(root: string, file: string): History | undefined {
  const path = historyFile(root, file);
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY) > largestFile) return undefined;
    return parsed(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces it at once, so that a reader sees the old or the new one; false when it cannot be written. */
export function writeHistory(root: string, file: string, { runs, tasks }: History): boolean {
  const path = historyFile(root, file);
  const fresh = `${path}.${process.pid}`;
  try {
    const folder = dirname(path);
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    writeFileSync(fresh, `${JSON.stringify({ version, file, runs, tasks: Object.fromEntries(tasks) })}\n`, {
      mode: 0o600,
    });
    renameSync(fresh, path);
    return true;
  } catch {
    removeIfPossible(fresh);
    return false;
  }
}

/** Where nothing can be written, nothing can be removed. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What is remembered is a convenience: no run fails by it.
  }
}

/** `history` with the successes of a run; itself when that is in it already or had none. */
export function withRun(history: History, { started, tasks, resumptions }: RunState): History {
  if (history.runs.includes(started.runId)) return history;
  const after = new Map<string, readonly number[]>();
  const shortened = groupsWithSources(tasks);
  let isNew = false;
  for (const task of tasks.values()) {
    const duration = shortened.has(task.name) ? undefined : durationOf(task, resumptions);
    const before = history.tasks.get(task.name) ?? [];
    const newest = duration === undefined ? before : [duration, ...before.slice(0, kept - 1)];
    if (newest.length > 0) after.set(task.name, newest);
    isNew ||= duration !== undefined;
  }
  if (!isNew) return history;
  let others = 0;
  for (const [task, newest] of history.tasks) {
    if (!after.has(task) && ++others <= keptOthers) after.set(task, newest);
  }
  return { runs: [started.runId, ...history.runs.slice(0, keptRuns - 1)], tasks: after };
}

/** The groups of which something was not run: they would have taken longer. */
function groupsWithSources(tasks: RunState['tasks']): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const task of tasks.values()) {
    let group = task.source && task.definition.group;
    for (; group !== undefined && !groups.has(group); group = tasks.get(group)?.definition.group) groups.add(group);
  }
  return groups;
}

/** How long a success took: its last attempt, or the time that a group was open. */
function durationOf(
  { status, source, attempts, openedAt, endedAt }: TaskState,
  resumptions: RunState['resumptions'],
): number | undefined {
  if (status !== 'success' || source) return undefined;
  const last = attempts.at(-1);
  const start = last ? last.startedAt : openedAt;
  const end = last ? last.endedAt : endedAt;
  // A clock that was set back tells nothing, nor does the end of something that nobody watched for a while.
  if (start === undefined || end === undefined || end < start) return undefined;
  return resumptions.some(({ at }) => start <= at && at <= end) ? undefined : end - start;
}

function parsed(value: unknown): History | undefined {
  if (!isRecord(value) || value.version !== version || !Array.isArray(value.runs) || !isRecord(value.tasks)) {
    return undefined;
  }
  const tasks = new Map<string, readonly number[]>();
  for (const [task, newest] of Object.entries(value.tasks)) if (areDurations(newest)) tasks.set(task, newest);
  return { runs: value.runs.filter(run => typeof run === 'string'), tasks };
}

function areDurations(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(one => typeof one === 'number' && one >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
