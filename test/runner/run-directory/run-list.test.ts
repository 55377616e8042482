import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runsFolder } from '../../../runner/layout.ts';
import { resolveRun, resolveRunId } from '../../../runner/run-directory/resolve-run.ts';
import { findRoot } from '../../../runner/run-directory/root.ts';
import { listRunIds, listRuns } from '../../../runner/run-directory/run-list.ts';
import { runStarted as firstEvent } from '../../../runner/run-started.ts';
import { journalText, noPid, retriedRun, runStarted, task, temporaryFolder, writeRun } from './journal.ts';

const folders: string[] = [];
const newRoot = () => {
  const root = temporaryFolder();
  folders.push(root);
  return root;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('runs are listed newest first, each with how it stands', async () => {
  const root = newRoot();
  writeRun(root, '1', journalText(retriedRun()));
  writeRun(root, '2', journalText([runStarted([task('a'), task('b')], { pid: noPid }), ...retriedRun().slice(1, -1)]));
  writeRun(root, '3', 'garbage\n');
  writeRun(root, '4', '');
  mkdirSync(join(runsFolder(root), '5'));
  const listed = (await listRuns(root)).map(run =>
    run.kind === 'run' ? `${run.id} ${run.name} ${run.status} ${run.done}/${run.total}` : `${run.id} ${run.fault.kind}`,
  );
  assert.deepEqual(listed, ['3 unreadable', '2 demo interrupted 1/2', '1 demo success 1/1']);
  assert.deepEqual(await listRunIds(root), ['5', '4', '3', '2', '1']);
  assert.deepEqual(await resolveRun(root, 'last'), { kind: 'run', id: '3' });
});

test('a summary made of the ends of a long journal equals one made of the whole', async () => {
  const root = newRoot();
  const [start, ...rest] = retriedRun();
  assert(start);
  const many = Array.from({ length: 2_000 }, (_, at) => ({ type: 'task_queued' as const, at, task: 'a' }));
  writeRun(root, 'long', journalText([start, ...many, ...rest]));
  writeRun(root, 'wide', journalText([runStarted(Array.from({ length: 2_000 }, (_, at) => task(`t${at}`))), ...rest]));
  const [wide, long] = await listRuns(root);
  assert.deepEqual(long, {
    ...{ kind: 'run', id: 'long', folder: join(runsFolder(root), 'long'), name: 'demo', file: '/demo.pipeline.yaml' },
    ...{ status: 'success', startedAt: 1_000, endedAt: 1_006, done: 1, total: 1 },
  });
  assert.equal(wide?.kind === 'run' && wide.status, 'success');
  assert.equal(wide?.kind === 'run' && wide.total, 2_000);
});

test('of a run that is over no more is read than the ends of its journal, however many tasks it has', async () => {
  const root = newRoot();
  const pipeline = runStarted(Array.from({ length: 1_000 }, (_, at) => task(`t${at}`))).pipeline;
  const options = {
    ...{ root, name: ',"pipeline":{', file: '/demo.pipeline.yaml', fileHash: '', pipeline, used: {} },
    ...{ params: { pipeline: '"pipeline":{' }, dagwrightVersion: '0.1.0', onEvent: () => undefined },
  };
  const first = JSON.stringify(firstEvent(options, 'r', 1_000));
  // Nobody reads what nobody can understand.
  const start = `${first.slice(0, 20_000)}${'\0'.repeat(first.length)}\n`;
  const end = { type: 'run_ended' as const, at: 2_000, status: 'failed' as const, tasks: 1_234 };
  writeRun(root, 'r', `${start}${journalText([end])}`);
  const [run] = await listRuns(root);
  assert.deepEqual(run, {
    ...{
      kind: 'run',
      id: 'r',
      folder: join(runsFolder(root), 'r'),
      name: ',"pipeline":{',
      file: '/demo.pipeline.yaml',
    },
    ...{ status: 'failed', startedAt: 1_000, endedAt: 2_000, done: 1_234, total: 1_234 },
  });
});

test('a root that never ran anything has no runs', async () => {
  const root = newRoot();
  assert.deepEqual(await listRuns(root), []);
  assert.deepEqual(await resolveRun(root, 'last'), { kind: 'unknown', candidates: [] });
});

test('a run id is found by its whole, by a beginning and by another part that only one run has', () => {
  const ids = ['20260102-b2c3', '20260102-a1b2', '20260101-c9d8', '20260101'];
  assert.deepEqual(resolveRunId(ids, '20260101'), { kind: 'run', id: '20260101' });
  assert.deepEqual(resolveRunId(ids, '20260101-'), { kind: 'run', id: '20260101-c9d8' });
  assert.deepEqual(resolveRunId(ids, 'a1b2'), { kind: 'run', id: '20260102-a1b2' });
  assert.deepEqual(resolveRunId(ids, '20260102'), { kind: 'ambiguous', candidates: ids.slice(0, 2) });
  assert.deepEqual(resolveRunId(ids, 'zzz'), { kind: 'unknown', candidates: ids });
  assert.deepEqual(resolveRunId(ids, ''), { kind: 'unknown', candidates: ids });
});

test('the root is the nearest folder with .dagwright or .git, else the folder itself', () => {
  const root = newRoot();
  const deep = join(root, 'a', 'b', 'c');
  mkdirSync(deep, { recursive: true });
  assert.equal(findRoot(deep), deep);
  mkdirSync(join(root, '.dagwright'));
  assert.equal(findRoot(deep), root);
  mkdirSync(join(root, 'a', '.git'));
  assert.equal(findRoot(deep), join(root, 'a'));
});
