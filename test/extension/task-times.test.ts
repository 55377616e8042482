import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimesMessage } from '../../extension/graph/messages.ts';
import { TimeFeed } from '../../extension/graph/time-feed.ts';
import { taskSpans, taskTimes } from '../../extension/task-lines/task-times.ts';
import { stateAfter } from './run-fixture.ts';

test('attempts are told with how they failed, and a success that was not run for as cached', () => {
  const state = stateAfter(
    ['load', 'train'],
    { type: 'task_queued', at: 1, task: 'load' },
    { type: 'attempt_started', at: 2, task: 'load', attempt: 1 },
    { type: 'attempt_ended', at: 5, task: 'load', attempt: 1, outcome: { kind: 'exit', code: 3 }, retryAt: 9 },
    { type: 'task_ended', at: 6, task: 'train', status: 'success', source: { kind: 'cache', run: 'r' } },
  );
  assert.deepEqual(taskTimes(state), [
    {
      ...{ task: 'load', label: 'load', status: 'retrying', depth: 0, queuedAt: 1, retryAt: 9 },
      attempts: [{ startedAt: 2, endedAt: 5, failure: 'exit code 3' }],
    },
    { task: 'train', label: 'train', status: 'success', depth: 0, isCached: true, attempts: [], endedAt: 6 },
  ]);
  assert.deepEqual(taskSpans(state), []);
});

test('members follow their group, also those that became known in the run', () => {
  const [member] = stateAfter(['m']).started.pipeline.tasks;
  assert.ok(member);
  const state = stateAfter(['convert', 'end'], {
    ...{ type: 'group_opened', at: 1, task: 'convert' },
    members: [{ ...member, name: 'convert[file=a]', group: 'convert' }],
  });
  assert.deepEqual(
    taskTimes(state).map(({ task, label, depth }) => [task, label, depth]),
    [
      ['convert', 'convert', 0],
      ['convert[file=a]', 'file=a', 1],
      ['end', 'end', 0],
    ],
  );
});

test('who looks is told all of a run, then only what is new, and nothing while he does not look', async () => {
  const sent: TimesMessage[] = [];
  let state = stateAfter(['load', 'train']);
  const ask = async () => ({ run: '/r', startedAt: 0, tasks: taskTimes(state), before: [['load', 0, 1]] as const });
  const feed = new TimeFeed(ask, message => sent.push(message));
  const told = async () => {
    await new Promise(resolve => setImmediate(resolve));
    return sent
      .splice(0)
      .map(({ tasks, before, order }) => [tasks.map(task => task.task), before?.length, order?.length]);
  };
  feed.tell();
  assert.deepEqual(await told(), []);
  feed.watch('newest');
  assert.deepEqual(await told(), [[['load', 'train'], 1, 2]]);
  state = stateAfter(['load', 'train'], { type: 'task_queued', at: 1, task: 'load' });
  feed.tell();
  assert.deepEqual(await told(), [[['load'], undefined, undefined]]);
  feed.tell();
  assert.deepEqual(await told(), []);
  feed.watch('none');
  feed.tell();
  assert.deepEqual(await told(), []);
});

test('what the next run is expected to be is told again only when it has become another', async () => {
  const sent: TimesMessage[] = [];
  let length = 5;
  const ask = async (isNext: boolean) => ({
    run: null,
    ...(isNext ? { isNext } : {}),
    startedAt: 0,
    endedAt: length,
    tasks: [],
  });
  const feed = new TimeFeed(ask, message => sent.push(message));
  const told = async () => {
    await new Promise(resolve => setImmediate(resolve));
    return sent.splice(0).map(({ isNext, endedAt }) => [isNext, endedAt]);
  };
  feed.watch('newest');
  assert.deepEqual(await told(), [[undefined, 5]]);
  feed.watch('next');
  assert.deepEqual(await told(), [[true, 5]]);
  feed.tell();
  assert.deepEqual(await told(), []);
  length = 6;
  feed.tell();
  assert.deepEqual(await told(), [[true, 6]]);
});
