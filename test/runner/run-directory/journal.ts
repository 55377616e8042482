import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunEvent, RunStarted } from '../../../runner/event.ts';
import { journalFile, runFolder } from '../../../runner/layout.ts';
import { processStart } from '../../../runner/process-identity.ts';

/** A pid that no process can have. */
export const noPid = 2 ** 30;

export function task(name: string, needs: readonly string[] = []): Task {
  return {
    ...{ name, needs, action: { kind: 'script', script: 'true', shell: 'sh' }, triggerRule: 'all_success', env: {} },
    ...{ retries: 0, retryDelayMs: 0, retryBackoff: 1, retryJitter: 0, gracePeriodMs: 5000, continueOnError: false },
    ...{ inputs: [], outputs: {}, cache: false, resources: {}, priority: 0 },
  };
}

/** The first event of a run of `tasks` that this process owns. */
export function runStarted(tasks: readonly Task[], over: Partial<RunStarted> = {}): RunStarted {
  const pipeline = {
    ...{ params: {}, env: {}, envFiles: [], secrets: [], failFast: false, pools: {}, triggers: [], outputs: {}, tasks },
  };
  const pidStart = processStart(process.pid);
  return {
    ...{ type: 'run_started', at: 1_000, version: 1, runId: 'r', name: 'demo', pipeline, file: '/demo.pipeline.yaml' },
    ...{ fileHash: '', params: {}, maxParallel: 2, failFast: false, host: hostname(), pid: process.pid },
    ...(pidStart === undefined ? {} : { pidStart }),
    ...{ versions: { dagwright: '0.1.0', node: '24' } },
    ...over,
  };
}

export function journalText(events: readonly RunEvent[]): string {
  return events.map(event => `${JSON.stringify(event)}\n`).join('');
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'dagwright-test-'));
}

/** Writes a run into `root` and answers its folder. */
export function writeRun(root: string, id: string, journal: string): string {
  const folder = runFolder(root, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(journalFile(folder), journal);
  return folder;
}

/** A whole run of one task `a` that fails once and then succeeds, `é` among its outputs. */
export function retriedRun(): RunEvent[] {
  return [
    runStarted([task('a')]),
    { type: 'task_queued', at: 1_001, task: 'a' },
    { type: 'attempt_started', at: 1_002, task: 'a', attempt: 1 },
    { type: 'attempt_ended', at: 1_003, task: 'a', attempt: 1, outcome: { kind: 'exit', code: 1 }, retryAt: 1_004 },
    { type: 'attempt_started', at: 1_004, task: 'a', attempt: 2 },
    {
      ...{ type: 'attempt_ended', at: 1_005, task: 'a', attempt: 2, outcome: { kind: 'success' } },
      outputs: { word: 'é' },
    },
    { type: 'task_ended', at: 1_005, task: 'a', status: 'success' },
    { type: 'run_ended', at: 1_006, status: 'success' },
  ];
}
