import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../pipeline/pipeline.ts';
import type { LookUp, TaskCache } from '../../runner/cache/task-cache.ts';
import { runPath } from '../../runner/history/run-path.ts';
import { FakeRun } from './fake-run.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';

/** A cache whose answers a test gives when it likes. */
class FakeCache implements TaskCache {
  readonly asked = new Map<string, (answer: LookUp) => void>();
  readonly kept = new Map<string, (note: string | undefined) => void>();
  isCancelled = false;

  lookUp(task: Task): Promise<LookUp> {
    return new Promise(resolve => this.asked.set(task.name, resolve));
  }

  publish(task: Task): Promise<string | undefined> {
    return new Promise(resolve => this.kept.set(task.name, resolve));
  }

  cancel(): void {
    this.isCancelled = true;
  }

  async close(): Promise<void> {}
}

const miss = { kind: 'miss', why: [] } as const;

test('a task that is found in the cache ends without having been queued', async () => {
  const cache = new FakeCache();
  const run = new FakeRun(makePipeline([makeTask('a', '', { cache: true }), makeTask('b', '', { needs: ['a'] })]), {
    cache,
  });
  cache.asked.get('a')?.({ kind: 'hit', source: { kind: 'cache', run: 'r0' }, outputs: { n: 1 } });
  await run.turn();
  assert.deepEqual(run.log.slice(0, 3), [
    'write run_started',
    'write task_ended a, task_queued b, attempt_started b',
    'start b',
  ]);
  await run.exit('b');
  const { source, outputs } = (await run.ended).tasks.get('a') ?? {};
  assert.deepEqual([source, outputs], [{ kind: 'cache', run: 'r0' }, { n: 1 }]);
});

test('a success is in the journal only when the cache has it', async () => {
  const cache = new FakeCache();
  const run = new FakeRun(makePipeline([makeTask('a', '', { cache: true })]), { cache });
  cache.asked.get('a')?.(miss);
  await run.turn();
  await run.exit('a');
  assert.equal(run.log.at(-1), 'start a');
  run.loop.cancel('user');
  await run.turn();
  assert.equal(run.log.at(-1), 'write cancel_requested');
  assert.ok(cache.isCancelled);
  cache.kept.get('a')?.(undefined);
  assert.equal((await run.ended).tasks.get('a')?.status, 'success');
});

test('a task that is cancelled while it is looked up ends at once, and the answer changes nothing', async () => {
  const cache = new FakeCache();
  const run = new FakeRun(makePipeline([makeTask('a', '', { cache: true }), makeTask('b', '')]), { cache });
  run.loop.cancel('user', 'a');
  await run.turn();
  assert.equal(run.log.at(-1), 'write cancel_requested a, task_ended a');
  cache.asked.get('a')?.({ kind: 'hit', source: { kind: 'cache', run: 'r0' } });
  await run.turn();
  await run.exit('b');
  assert.equal((await run.ended).tasks.get('a')?.status, 'cancelled');
});

test('a run that is broken off while a task is looked up waits for nothing', async () => {
  const cache = new FakeCache();
  const run = new FakeRun(makePipeline([makeTask('a', '', { cache: true })]), { cache });
  run.loop.breakOff('The run cannot go on.');
  assert.equal((await run.ended).status, 'interrupted');
});

test('a group that takes too long is stopped, and a timer of one that has ended does nothing', async () => {
  const group = (name: string) => [
    makeTask(name, '', { action: { kind: 'pipeline', file: '/u', with: {} }, timeoutMs: 500 }),
    makeTask(`${name}/x`, '', { group: name, scope: name, gracePeriodMs: 70 }),
  ];
  const run = new FakeRun(makePipeline([...group('u'), ...group('v')]), { facts: { limitOf: () => 500 } });
  await run.exit('v/x');
  run.clock.tick(500);
  await run.turn();
  assert.deepEqual(run.log.slice(-2), ['write cancel_requested u', 'stop u/x 70']);
  await run.exit('u/x', { kind: 'signal', signal: 'SIGTERM' });
  const { tasks } = await run.ended;
  assert.equal(tasks.get('u')?.status, 'failed');
  assert.equal(tasks.get('v')?.status, 'success');
  assert.equal(run.events.filter(({ type }) => type === 'cancel_requested').length, 1);
});

test('a run that is resumed waits for its retries, gives groups the time that nobody carried it out, and adopts what runs', async () => {
  const group = makeTask('u', '', { action: { kind: 'pipeline', file: '/u', with: {} } });
  const member = makeTask('u/x', '', { group: 'u', scope: 'u', timeoutMs: 4000 });
  const again = makeTask('r', '', { retries: 1, retryDelayMs: 900 });
  const late = makeTask('late', '');
  const run = new FakeRun(makePipeline([group, member, again, late]), {
    facts: { limitOf: () => 500 },
    past: {
      events: [
        { type: 'group_opened', at: 0, task: 'u' },
        { type: 'attempt_started', at: 0, task: 'u/x', attempt: 1 },
        { type: 'attempt_started', at: 0, task: 'r', attempt: 1 },
        { type: 'attempt_ended', at: 100, task: 'r', attempt: 1, outcome: { kind: 'lost' }, retryAt: 1000 },
        { type: 'attempt_started', at: 100, task: 'late', attempt: 1 },
      ],
      resumedAt: 400,
      running: ['u/x'],
      begun: ['late'],
    },
  });
  assert.deepEqual(run.log.slice(0, 3), ['write run_resumed', 'adopt u/x', 'start late']);
  run.clock.tick(399);
  await run.turn();
  assert.equal(run.log.at(-1), 'start late');
  run.clock.tick(1);
  await run.turn();
  assert.deepEqual(run.log.slice(-2), ['write cancel_requested u', 'stop u/x 300']);
  await run.exit('u/x', { kind: 'lost' });
  await run.exit('late');
  run.clock.tick(200);
  await run.turn();
  assert.equal(run.log.at(-1), 'start r');
  await run.exit('r');
  const { tasks, status } = await run.ended;
  assert.equal(status, 'failed');
  assert.deepEqual(
    [...tasks.values()].map(task => task.status),
    ['failed', 'cancelled', 'success', 'success'],
  );
});

test('when the clock jumps, a timeout and the wait for a retry take as long as they would have', async () => {
  const tasks = [makeTask('a', '', { timeoutMs: 500 }), makeTask('b', '', { retries: 1, retryDelayMs: 300 })];
  const run = new FakeRun(makePipeline(tasks));
  await run.exit('b', { kind: 'exit', code: 1 });
  run.clock.jump(day);
  run.clock.tick(299);
  await run.turn();
  assert.deepEqual(
    run.log.filter(line => /^(start|stop)/.test(line)),
    ['start a', 'start b'],
  );
  run.clock.tick(1);
  await run.turn();
  assert.equal(run.log.at(-1), 'start b');
  run.clock.jump(day);
  run.clock.tick(199);
  assert.equal(run.log.at(-1), 'start b');
  run.clock.tick(1);
  assert.match(run.log.at(-1) ?? '', /^stop a/);
  await run.exit('a', { kind: 'signal', signal: 'SIGTERM' });
  await run.exit('b');
  const { tasks: ended } = await run.ended;
  assert.deepEqual(ended.get('a')?.attempts[0]?.outcome, { kind: 'timeout', afterMs: 500 });
  assert.equal(ended.get('b')?.status, 'success');
});

const day = 24 * 3600 * 1000;

test('a whole run over which the clock is set forward at every step goes as it would have, and its journal goes forward', async () => {
  const tasks = [
    makeTask('a', '', { timeoutMs: 500 }),
    makeTask('b', '', { needs: ['a'], retries: 1, retryDelayMs: 300 }),
    makeTask('c', '', { needs: ['b'] }),
  ];
  const run = new FakeRun(makePipeline(tasks));
  const step = async (time: number) => {
    run.clock.jump(day);
    run.clock.tick(time);
    await run.turn();
  };
  await step(400);
  await run.exit('a');
  await step(10);
  await run.exit('b', { kind: 'exit', code: 1 });
  await step(299);
  assert.doesNotMatch(run.log.at(-1) ?? '', /start/);
  await step(1);
  await run.exit('b');
  await step(10);
  await run.exit('c');
  const state = await run.ended;
  assert.equal(state.status, 'success');
  const times = run.events.map(({ at }) => at);
  assert.deepEqual(
    times,
    times.toSorted((one, other) => one - other),
  );
});

test('a run that goes on with a clock that was set back by a day waits for nothing that long, and comes to its end', async () => {
  const group = makeTask('u', '', { action: { kind: 'pipeline', file: '/u', with: {} } });
  const member = makeTask('u/x', '', { group: 'u', scope: 'u', timeoutMs: 400 });
  const again = makeTask('r', '', { retries: 1, retryDelayMs: 900 });
  const run = new FakeRun(
    makePipeline([group, member, again, makeTask('last', '', { needs: ['u', 'r'], triggerRule: 'all_done' })]),
    {
      facts: { limitOf: () => 500 },
      past: {
        events: [
          { type: 'group_opened', at: day, task: 'u' },
          { type: 'attempt_started', at: day, task: 'u/x', attempt: 1 },
          { type: 'attempt_started', at: day, task: 'r', attempt: 1 },
          {
            type: 'attempt_ended',
            at: day + 100,
            task: 'r',
            attempt: 1,
            outcome: { kind: 'lost' },
            retryAt: day + 1000,
          },
        ],
        resumedAt: 0,
        running: ['u/x'],
        begun: [],
      },
    },
  );
  run.clock.tick(400);
  await run.turn();
  assert.match(run.log.at(-1) ?? '', /^stop u\/x/);
  await run.exit('u/x', { kind: 'signal', signal: 'SIGTERM' });
  run.clock.tick(500);
  await run.turn();
  await run.exit('r');
  await run.exit('last');
  const state = await run.ended;
  assert.deepEqual(
    [...state.tasks.values()].map(({ status }) => status),
    ['failed', 'failed', 'success', 'success'],
  );
  assert.ok([...runPath(state).slackMs.values()].every(slack => slack >= 0));
});
