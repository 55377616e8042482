import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { taskOutput } from '../../extension/output/task-output.ts';
import type { RunStore } from '../../extension/run-store/run-store.ts';
import type { RunEvent } from '../../runner/event.ts';
import { RunOnDisk, readUntil } from './run-on-disk.ts';

describe('the output of a task', () => {
  let run: RunOnDisk;
  let folder: string;
  let store: RunStore;

  beforeEach(async () => {
    run = new RunOnDisk(['a']);
    ({ folder, store } = run);
    await store.refresh();
  });

  afterEach(() => run[Symbol.dispose]());

  const tell = (...events: readonly RunEvent[]) => run.tell(...events);
  const write = (attempt: number, text: string) => run.write('a', attempt, text);
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
