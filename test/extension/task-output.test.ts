import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { taskOutput } from '../../extension/output/task-output.ts';
import { RunStore } from '../../extension/run-store/run-store.ts';
import type { RunEvent } from '../../runner/event.ts';
import { attemptPath, journalFile, outputLog, runFolder, tasksFolder } from '../../runner/layout.ts';
import { startOf } from './run-fixture.ts';

describe('the output of a task', () => {
  let root: string;
  let folder: string;
  let store: RunStore;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'output-'));
    folder = runFolder(root, '1');
    mkdirSync(folder, { recursive: true });
    appendFileSync(journalFile(folder), `${JSON.stringify(startOf(['a'], { pid: process.pid, host: hostname() }))}\n`);
    store = new RunStore();
    store.addRoot(root);
    await store.refresh();
  });

  afterEach(() => {
    store[Symbol.dispose]();
    rmSync(root, { recursive: true, force: true });
  });

  function tell(...events: RunEvent[]): void {
    appendFileSync(journalFile(folder), events.map(event => `${JSON.stringify(event)}\n`).join(''));
  }

  function write(attempt: number, text: string): string {
    const log = outputLog(attemptPath(folder, 'a', attempt));
    mkdirSync(tasksFolder(folder), { recursive: true });
    appendFileSync(log, text);
    return log;
  }

  /** Reads on until what was shown holds `text`. */
  async function readUntil(output: AsyncGenerator<string, void>, text: string): Promise<string> {
    let all = '';
    while (!all.includes(text)) {
      const { value, done } = await output.next();
      if (done) assert.fail(`The output ended without ${text}: ${all}`);
      all += stripVTControlCharacters(value);
    }
    return all;
  }

  const show = () => taskOutput(store, { folder, task: 'a' }, 1, new AbortController().signal);

  test('is shown while it is written, then the next attempt, then how it ended', async () => {
    const output = show();
    tell({ type: 'attempt_started', at: 0, task: 'a', attempt: 1 });
    write(1, 'first\n');
    assert.match(await readUntil(output, 'first'), /p · a · attempt 1 · run 1\r\nfirst/);
    write(1, 'more\n');
    await readUntil(output, 'more');
    tell({ type: 'attempt_ended', at: 1000, task: 'a', attempt: 1, outcome: { kind: 'exit', code: 3 }, retryAt: 1001 });
    await readUntil(output, 'failed (exit code 3) in 1s');
    tell({ type: 'attempt_started', at: 2000, task: 'a', attempt: 2 });
    write(2, 'second\n');
    await readUntil(output, 'second');
    tell(
      { type: 'attempt_ended', at: 4000, task: 'a', attempt: 2, outcome: { kind: 'success' } },
      { type: 'task_ended', at: 4000, task: 'a', status: 'success' },
      { type: 'run_ended', at: 4000, status: 'success' },
    );
    await readUntil(output, 'success in 2s');
    assert.equal((await output.next()).done, true);
  });

  test('of a huge log only the end is shown, and that is said', async () => {
    const log = write(1, 'beginning\n');
    truncateSync(log, 1e9);
    write(1, '\nthe end\n');
    tell({ type: 'attempt_started', at: 0, task: 'a', attempt: 1 });
    const output = show();
    const shown = await readUntil(output, 'the end');
    assert.match(shown, /GB left out here|\d+ MB left out here/);
    assert.ok(shown.length < 1e6);
    await output.return();
  });

  test('says so when a task never started', async () => {
    tell({ type: 'task_ended', at: 0, task: 'a', status: 'skipped' }, { type: 'run_ended', at: 0, status: 'success' });
    assert.match(await readUntil(show(), 'skipped'), /a has written nothing: skipped/);
  });

  test('stops when nobody looks any more', async () => {
    tell({ type: 'attempt_started', at: 0, task: 'a', attempt: 1 });
    write(1, 'x\n');
    const closed = new AbortController();
    const output = taskOutput(store, { folder, task: 'a' }, 1, closed.signal);
    await readUntil(output, 'x');
    closed.abort();
    for await (const text of output) assert.equal(text, '');
  });
});
