import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { mergedOutput } from '../../extension/output/merged-output.ts';
import type { RunStore } from '../../extension/run-store/run-store.ts';
import type { RunEvent } from '../../runner/event.ts';
import { RunOnDisk, readUntil } from './run-on-disk.ts';

describe('the output of a whole run', () => {
  let run: RunOnDisk;
  let folder: string;
  let store: RunStore;

  beforeEach(async () => {
    run = new RunOnDisk(['load', 'b']);
    ({ folder, store } = run);
    await store.refresh();
  });

  afterEach(() => run[Symbol.dispose]());

  const tell = (...events: readonly RunEvent[]) => run.tell(...events);
  const write = (task: string, text: string) => run.write(task, 1, text);

  const start = (task: string, at: number): RunEvent => ({ type: 'attempt_started', at, task, attempt: 1 });

  const end = (task: string, at: number): RunEvent => ({
    ...{ type: 'attempt_ended', at, task, attempt: 1 },
    outcome: { kind: 'success' },
  });

  test('shows the lines of all tasks as they come, each with its name, until the run ends', async () => {
    const output = mergedOutput(store, { folder }, new AbortController().signal);
    tell(start('load', 0), start('b', 1));
    write('load', 'one\nhalf');
    await readUntil(output, 'load │ one\r\n');
    write('b', 'two\n');
    await readUntil(output, 'b    │ two\r\n');
    write('load', ' and half\n');
    await readUntil(output, 'load │ half and half\r\n');
    tell(end('load', 1000), end('b', 2000));
    tell({ type: 'task_ended', at: 2000, task: 'load', status: 'success' });
    tell({ type: 'task_ended', at: 2000, task: 'b', status: 'success' });
    tell({ type: 'run_ended', at: 3000, status: 'success' });
    const rest = await readUntil(output, 'success in 3s');
    assert.match(rest, /load · success in 1s/);
    assert.equal((await output.next()).done, true);
  });

  test('of a run that is over shows one attempt after the other, and only the tasks that are wanted', async () => {
    tell(start('b', 0), start('load', 1), end('load', 1000), end('b', 2000));
    tell({ type: 'run_ended', at: 3000, status: 'cancelled' });
    write('load', 'no line feed');
    write('b', 'two\n');
    const read = async (shows: (task: string) => boolean) =>
      readUntil(mergedOutput(store, { folder, shows }, new AbortController().signal), 'cancelled in 3s');
    const all = await read(() => true);
    assert.ok(all.indexOf('b    │ two') < all.indexOf('load │ no line feed\r\n'), all);
    assert.doesNotMatch(await read(task => task === 'b'), /load/);
  });

  test('leaves out the middle of what is too much, and ends at once when it is closed', async () => {
    tell(start('load', 0));
    write('load', 'x'.repeat(99).concat('\n').repeat(40_000));
    const closed = new AbortController();
    const output = mergedOutput(store, { folder }, closed.signal);
    await readUntil(output, '3.5 MB of load left out here.');
    closed.abort();
    for await (const text of output) assert.ok(text.length < 1_000_000);
  });
});
