import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { attemptPath, outputLog, runFolder } from '../../runner/layout.ts';
import type { RunOptions } from '../../runner/run-options.ts';
import type { RunState } from '../../runner/run-state.ts';

/** A new folder for one test to run in. */
export function makeRoot(context: TestContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-run-')));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** A run of `pipeline` in `root`. */
export function optionsFor(root: string, pipeline: Pipeline, more: Partial<RunOptions> = {}): RunOptions {
  const file = join(root, 'p.pipeline.yaml');
  return { root, file, fileHash: 'h', name: 'p', pipeline, params: {}, maxParallel: 3, dagwrightVersion: '0', ...more };
}

/** What an attempt wrote. */
export function logOf(root: string, state: RunState, task: string, attempt = 1): string {
  return readFileSync(outputLog(attemptPath(runFolder(root, state.started.runId), task, attempt)), 'utf8');
}

/** How the tasks stand, in one line. */
export function statuses(state: RunState): string {
  return [...state.tasks.values()].map(({ name, status }) => `${name}:${status}`).join(' ');
}

/** The processes that bear the mark of a run below `root`. */
export function survivors(root: string): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PIPELINE_OUTPUT=${root}/`);
    } catch {
      return false;
    }
  });
}

/** Kills what a test that failed left behind of the runs below `root`. */
export function endSurvivors(root: string): void {
  for (const pid of survivors(root).map(Number)) if (pid > 1 && pid !== process.pid) tryKill(pid);
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
