import { readdir } from 'node:fs/promises';
import { runFolder, runsFolder } from '../../../runner/layout.ts';
import { readRun } from '../../../runner/run-directory/read-run.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { until } from './until.ts';
import { workspaceFolder } from './workspace.ts';

/** The ids of all runs of the workspace. */
export async function runIds(): Promise<string[]> {
  return readdir(runsFolder(workspaceFolder())).catch(() => []);
}

/** Does what starts a run, and returns its id when its folder is there. */
export async function runOf(start: () => PromiseLike<unknown> | unknown): Promise<string> {
  const before = await runIds();
  await start();
  return until('a new run', async () => (await runIds()).find(id => !before.includes(id)));
}

/** How a run stands, or undefined while it has no journal yet. */
export async function runState(id: string): Promise<RunState | undefined> {
  const reading = await readRun(runFolder(workspaceFolder(), id));
  return reading.kind === 'run' ? reading.state : undefined;
}

/** Waits until the task has the status. */
export async function untilTask(id: string, task: string, status: string): Promise<void> {
  await until(`${task} to be ${status}`, async () => (await runState(id))?.tasks.get(task)?.status === status);
}

/** Waits for the end of a run; each task's status comes back, by its name. */
export async function untilEnd(id: string): Promise<{ status: string; tasks: Record<string, string> }> {
  const state = await until('the end of the run', async () => {
    const current = await runState(id);
    return current?.status !== 'running' && current;
  });
  const tasks = [...state.tasks.values()].map(task => [task.name, task.status]);
  return { status: state.status, tasks: Object.fromEntries(tasks) };
}
