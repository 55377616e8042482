import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { RunStore } from '../../extension/run-store/run-store.ts';
import type { RunEvent } from '../../runner/event.ts';
import { journalFile, runFolder } from '../../runner/layout.ts';
import { startOf } from './run-fixture.ts';

describe('the run store', () => {
  let root: string;
  let store: RunStore;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'runs-'));
    store = new RunStore();
  });

  afterEach(() => {
    store[Symbol.dispose]();
    rmSync(root, { recursive: true, force: true });
  });

  /** Resolves as soon as `holds` does, asked after each change. */
  function until(holds: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const check = () => {
        if (!holds()) return;
        listening[Symbol.dispose]();
        resolve();
      };
      const listening = store.onDidChange(check);
      check();
    });
  }

  function begin(id: string, at: number, overrides = {}): void {
    mkdirSync(runFolder(root, id), { recursive: true });
    append(id, { ...startOf(['a', 'b'], { runId: id, at }), ...overrides });
  }

  function append(id: string, ...events: RunEvent[]): void {
    appendFileSync(journalFile(runFolder(root, id)), events.map(event => `${JSON.stringify(event)}\n`).join(''));
  }

  const summaries = () =>
    store.runs().map(run => `${run.id} ${run.kind === 'run' ? `${run.status} ${run.done}/${run.total}` : ''}`);

  test('tells the runs that are there, the newest first', async () => {
    begin('1', 1000);
    append('1', { type: 'run_ended', at: 1500, status: 'success' });
    begin('2', 2000, { host: hostname(), pid: 2 ** 30 });
    store.addRoot(root);
    await store.refresh();
    assert.deepEqual(summaries(), ['2 interrupted 0/2', '1 success 2/2']);
  });

  test('sees that a run which was interrupted is gone on with elsewhere, to its end', async () => {
    begin('1', 1000, { pid: 2 ** 30 });
    store.addRoot(root);
    await until(() => summaries()[0] === '1 interrupted 0/2');
    const resumed = {
      type: 'run_resumed',
      at: 2000,
      host: hostname(),
      versions: { dagwright: '0', node: '0' },
    } as const;
    append('1', { ...resumed, pid: 2 ** 30 });
    append('1', { ...resumed, pid: process.pid });
    await until(() => store.state(runFolder(root, '1'))?.status === 'running');
    append('1', { type: 'task_ended', at: 2500, task: 'a', status: 'success' });
    await until(() => summaries()[0] === '1 running 1/2');
    append('1', { type: 'run_ended', at: 3000, status: 'success' });
    await until(() => store.state(runFolder(root, '1'))?.status === 'success');
  });

  test('forgets the runs of a root that is not kept', async () => {
    begin('1', 1000);
    store.addRoot(root);
    await store.refresh();
    store.keepRoots(new Set([root]));
    assert.equal(store.runs().length, 1);
    store.keepRoots(new Set());
    assert.deepEqual(store.runs(), []);
    store.addRoot(root);
    await store.refresh();
    assert.equal(store.runs().length, 1);
  });

  test('notices a run that another program starts, follows it, and tells its end', async () => {
    store.addRoot(root);
    await store.refresh();
    begin('1', 1000, { pid: process.pid, host: hostname() });
    await until(() => summaries()[0] === '1 running 0/2');
    const file = '/project/p.pipeline.yaml';
    append('1', { type: 'attempt_started', at: 1100, task: 'a', attempt: 1 });
    await until(() => store.newestStateOf(file)?.tasks.get('a')?.status === 'running');
    let ended: readonly string[] = [];
    store.onDidChange(change => {
      ended = [...ended, ...change.ended];
    });
    append(
      '1',
      { type: 'task_ended', at: 1200, task: 'a', status: 'failed' },
      { type: 'run_ended', at: 1300, status: 'failed' },
    );
    await until(() => ended.length > 0);
    assert.deepEqual(ended, [runFolder(root, '1')]);
    assert.deepEqual(summaries(), ['1 failed 1/2']);
    assert.equal(store.newestStateOf(file)?.tasks.get('a')?.status, 'failed');
  });

  test('takes a run whose journal comes after its folder', async () => {
    store.addRoot(root);
    await store.refresh();
    mkdirSync(runFolder(root, '1'), { recursive: true });
    await store.refresh();
    assert.deepEqual(summaries(), []);
    begin('1', 1000);
    append('1', { type: 'run_ended', at: 1500, status: 'success' });
    await until(() => summaries()[0] === '1 success 2/2');
  });

  test('knows a run whose journal came after its folder as soon as somebody asks for it', async () => {
    store.addRoot(root);
    mkdirSync(runFolder(root, '1'), { recursive: true });
    await store.refresh();
    begin('1', 1000);
    await store.refresh();
    assert.equal(store.runs().length, 1);
  });

  test('forgets a run whose folder is deleted while it goes on', async () => {
    begin('1', 1000, { pid: process.pid, host: hostname() });
    store.addRoot(root);
    await store.refresh();
    rmSync(runFolder(root, '1'), { recursive: true });
    await until(() => store.runs().length === 0);
  });

  test('shows a run whose journal is damaged, and says so', async () => {
    mkdirSync(runFolder(root, '1'), { recursive: true });
    writeFileSync(journalFile(runFolder(root, '1')), 'not a journal\n');
    store.addRoot(root);
    await store.refresh();
    assert.equal(store.runs()[0]?.kind, 'unreadable');
  });

  test('reads a run of the past only when it is asked for', async () => {
    begin('1', 1000);
    append('1', { type: 'run_ended', at: 1500, status: 'success' });
    store.addRoot(root);
    await store.refresh();
    const folder = runFolder(root, '1');
    assert.equal(store.state(folder), undefined);
    assert.equal((await store.load(folder))?.status, 'success');
    assert.equal(store.state(folder)?.status, 'success');
  });
});
