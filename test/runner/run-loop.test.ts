import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeRun } from './fake-run.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';

const failure = { kind: 'exit', code: 1 } as const;

test('what is done is in the journal before it is done, and what happens at one time is written at once', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', ''), makeTask('b', '', { needs: ['a'] })]));
  await run.exit('a');
  await run.exit('b');
  await run.ended;
  assert.deepEqual(run.log, [
    'write run_started, task_queued a, attempt_started a',
    'start a',
    'write attempt_ended a, task_ended a, task_queued b, attempt_started b',
    'start b',
    'write attempt_ended b, task_ended b',
    'close',
    'write run_ended',
  ]);
});

test('a task is tried again when its delay is over, and not before', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '', { retries: 1, retryDelayMs: 1000 })]));
  await run.exit('a', failure);
  run.clock.tick(999);
  await run.turn();
  assert.equal(run.log.filter(line => line === 'start a').length, 1);
  run.clock.tick(1);
  await run.turn();
  assert.equal(run.log.filter(line => line === 'start a').length, 2);
  await run.exit('a');
  assert.equal((await run.ended).status, 'success');
});

test('an attempt that takes too long is stopped with its grace, and may be tried again', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '', { timeoutMs: 500, gracePeriodMs: 70, retries: 1 })]));
  run.clock.tick(500);
  assert.equal(run.log.at(-1), 'stop a 70');
  await run.exit('a', { kind: 'signal', signal: 'SIGTERM' });
  run.clock.tick(0);
  await run.turn();
  run.clock.tick(499);
  await run.exit('a');
  const state = await run.ended;
  assert.equal(state.status, 'success');
  assert.deepEqual(state.tasks.get('a')?.attempts[0]?.outcome, { kind: 'timeout', afterMs: 500 });
});

test('the first cause of a stop is what the attempt ends with', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '', { timeoutMs: 500, retries: 1 })]));
  run.clock.tick(500);
  run.loop.cancel('user');
  await run.exit('a', { kind: 'signal', signal: 'SIGTERM' });
  const state = await run.ended;
  assert.equal(state.status, 'cancelled');
  assert.equal(state.tasks.get('a')?.attempts[0]?.outcome?.kind, 'timeout');
});

test('a cancel stops what runs politely; a kill after it gives no grace', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', ''), makeTask('b', '', { needs: ['a'] })]));
  run.loop.cancel('user');
  await run.turn();
  assert.equal(run.log.at(-1), 'stop a 300');
  run.loop.kill();
  assert.deepEqual(run.log.slice(-2), ['stop a 0', 'hurry']);
  await run.exit('a', { kind: 'signal', signal: 'SIGKILL' });
  const state = await run.ended;
  assert.equal(state.status, 'cancelled');
  assert.equal(state.tasks.get('b')?.status, 'cancelled');
});

test('cancelling a task that has ended, or that is not there, changes nothing', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', ''), makeTask('b', '')]));
  await run.exit('a');
  run.loop.cancel('user', 'a');
  run.loop.cancel('user', 'zzz');
  await run.exit('b');
  assert.equal((await run.ended).status, 'success');
  assert.ok(run.events.every(({ type }) => type !== 'cancel_requested'));
});

test('a task cancelled while it waits for its retry is not tried again', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '', { retries: 5, retryDelayMs: 1000 })]));
  await run.exit('a', failure);
  run.loop.cancel('user', 'a');
  await run.turn();
  assert.equal((await run.ended).tasks.get('a')?.status, 'cancelled');
});

test('a journal that cannot be written ends the run in order, and says why', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', ''), makeTask('b', ''), makeTask('c', '', { needs: ['a'] })]));
  run.writeError = 'ENOSPC: no space left on device, write';
  await run.exit('a');
  assert.deepEqual(run.log.slice(-2), ['start b', 'stop b 300']);
  await run.exit('b', { kind: 'signal', signal: 'SIGTERM' });
  const state = await run.ended;
  assert.equal(run.log.at(-1), 'close');
  assert.equal(state.status, 'interrupted');
  assert.equal(
    state.message,
    'The run cannot go on, its journal cannot be written: ENOSPC: no space left on device, write',
  );
  assert.deepEqual(run.events.filter(({ type }) => type === 'run_ended').length, 1);
  assert.deepEqual(
    [...state.tasks.values()].map(({ status }) => status),
    ['success', 'running', 'running'],
  );
});

test('a journal that cannot be written at the very end makes the run an interrupted one', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '')]));
  await run.exit('a');
  const again = new FakeRun(makePipeline([]));
  again.writeError = 'EIO';
  assert.equal((await run.ended).status, 'success');
  assert.equal((await again.ended).status, 'interrupted');
});

test('a run that can keep no more output stops instead of losing it', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', ''), makeTask('b', '', { retries: 3 })]));
  await run.exit('b', { kind: 'unwritable', message: 'its output cannot be written to b.1.log' });
  assert.equal(run.log.at(-1), 'stop a 300');
  await run.exit('a', { kind: 'signal', signal: 'SIGTERM' });
  const state = await run.ended;
  assert.equal(state.message, 'The run cannot go on, its output cannot be written to b.1.log');
});

test('a task that fails on a full disk has failed, and nothing more is started: neither another one nor its next attempt', async () => {
  const tasks = [makeTask('a', '', { retries: 1 }), makeTask('b', ''), makeTask('c', '', { needs: ['b'] })];
  const run = new FakeRun(makePipeline(tasks));
  await run.exit('a', { kind: 'error', message: 'It failed with no space left', isDiskFull: true });
  assert.equal(run.log.at(-1), 'write attempt_ended a');
  await run.exit('b');
  const state = await run.ended;
  assert.match(
    state.message ?? '',
    /^The run cannot go on, the disk .* is full\. When there is room .*: dagwright resume /,
  );
  assert.deepEqual(state.tasks.get('a')?.attempts[0]?.outcome, {
    kind: 'error',
    message: 'It failed with no space left',
  });
  assert.deepEqual(run.log.slice(-2), ['write attempt_ended a', 'close']);
});

test('a run whose folder the last task has deleted does not end well', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '')]));
  run.isReachable = false;
  await run.exit('a', { kind: 'exit', code: 0 });
  const state = await run.ended;
  assert.equal(state.status, 'failed');
  assert.match(state.message ?? '', /^The run cannot go on, its folder was deleted: /);
});

test('a run whose folder was deleted stops', async () => {
  const run = new FakeRun(makePipeline([makeTask('a', '')]));
  run.isReachable = false;
  run.loop.checkFolder();
  await run.exit('a', { kind: 'signal', signal: 'SIGTERM' });
  const state = await run.ended;
  assert.equal(state.status, 'failed');
  assert.match(state.message ?? '', /^The run cannot go on, its folder was deleted: .dagwright.runs./);
});
