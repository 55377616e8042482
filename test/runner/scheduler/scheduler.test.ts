import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { Simulation } from './simulation.ts';

const failure = { kind: 'exit', code: 1 } as const;

function task(name: string, needs: readonly string[] = [], more: Partial<Task> = {}): Task {
  return makeTask(name, 'true', { needs, ...more });
}

test('a failure blocks only what stands below it', () => {
  const run = new Simulation(makePipeline([task('a'), task('b', ['a']), task('c', ['b']), task('d')]));
  run.end('a', failure);
  run.end('d');
  assert.equal(run.statuses(), 'a:failed b:upstream_failed c:upstream_failed d:success');
  assert.equal(run.state.status, 'failed');
  const reason = run.state.tasks.get('b')?.reason;
  assert.deepEqual(reason, { kind: 'rule', rule: 'all_success', task: 'a', status: 'failed' });
});

test('among the ready tasks the highest priority starts first, then the order of the file', () => {
  const tasks = [
    task('a'),
    task('b', [], { priority: 5 }),
    task('c', [], { priority: 5 }),
    task('d', [], { priority: -1 }),
  ];
  const run = new Simulation(makePipeline(tasks), { maxParallel: 1 });
  const order: string[] = [];
  for (let [name] = run.running.keys(); name !== undefined; [name] = run.running.keys()) {
    order.push(name);
    run.end(name);
  }
  assert.deepEqual(order, ['b', 'c', 'a', 'd']);
});

test('a task that waits for its retry holds no slot', () => {
  const run = new Simulation(makePipeline([task('a', [], { retries: 1, retryDelayMs: 100 }), task('b')]), {
    maxParallel: 1,
  });
  run.end('a', failure);
  assert.deepEqual([...run.running.keys()], ['b']);
  run.retryNow('a');
  assert.equal(run.statuses(), 'a:queued b:running');
  run.end('b');
  run.end('a');
  assert.equal(run.state.status, 'success');
});

test('delays grow by the backoff up to their cap, and jitter takes a share of them', () => {
  const retries = { retries: 5, retryDelayMs: 1000, retryBackoff: 3, maxRetryDelayMs: 20_000 };
  const delaysOf = (random: number, jitter: number) => {
    const run = new Simulation(makePipeline([task('a', [], { ...retries, retryJitter: jitter })]), {
      random: () => random,
    });
    for (let attempt = 1; attempt <= 5; attempt++) {
      run.end('a', failure);
      run.retryNow('a');
    }
    run.end('a', failure);
    assert.equal(run.statuses(), 'a:failed');
    return run.delays;
  };
  assert.deepEqual(delaysOf(0, 0.5), [1000, 3000, 9000, 20_000, 20_000]);
  assert.deepEqual(delaysOf(0.5, 0.5), [750, 2250, 6750, 15_000, 15_000]);
});

test('only the exit codes that are worth it are tried again; a signal counts as a shell counts it', () => {
  const attempts = (outcome: Parameters<Simulation['end']>[1]) => {
    const run = new Simulation(makePipeline([task('a', [], { retries: 1, retryOnExitCodes: [75, 137] })]));
    run.end('a', outcome);
    return run.waiting.size === 1;
  };
  assert.equal(attempts({ kind: 'exit', code: 75 }), true);
  assert.equal(attempts({ kind: 'exit', code: 1 }), false);
  assert.equal(attempts({ kind: 'signal', signal: 'SIGKILL' }), true);
  assert.equal(attempts({ kind: 'signal', signal: 'SIGSEGV' }), false);
  assert.equal(attempts({ kind: 'timeout', afterMs: 5 }), true);
  assert.equal(attempts({ kind: 'lost' }), true);
  assert.equal(attempts({ kind: 'error', message: 'an output is missing' }), false);
});

test('what needs a task with continue_on_error goes on, the task stays failed, the run does not', () => {
  const run = new Simulation(makePipeline([task('a', [], { continueOnError: true }), task('b', ['a'])]));
  run.end('a', failure);
  run.end('b');
  assert.equal(run.statuses(), 'a:failed b:success');
  assert.equal(run.state.status, 'success');
});

test('a false condition skips a task and what needs it', () => {
  const options = { condition: (asked: Task) => ({ holds: asked.name !== 'b' }) };
  const run = new Simulation(makePipeline([task('a'), task('b', ['a'], { if: 'false' }), task('c', ['b'])]), options);
  run.end('a');
  assert.equal(run.statuses(), 'a:success b:skipped c:skipped');
  assert.deepEqual(run.state.tasks.get('b')?.reason, { kind: 'condition', expression: 'false' });
  assert.equal(run.state.status, 'success');
});

test('a condition is asked only when the rule lets the task run, and only once', () => {
  const asked: string[] = [];
  const condition = ({ name }: Task) => {
    asked.push(name);
    return { holds: true };
  };
  const tasks = [task('a'), task('b', ['a'], { if: 'x' }), task('c', ['a'], { if: 'x', triggerRule: 'all_failed' })];
  const run = new Simulation(makePipeline(tasks), { condition });
  assert.deepEqual(asked, []);
  run.end('a');
  assert.deepEqual(asked, ['b']);
});

test('a condition that cannot be worked out fails the task and says why', () => {
  const run = new Simulation(makePipeline([task('a', [], { if: 'x' })]), { condition: () => ({ error: 'no x' }) });
  assert.equal(run.statuses(), 'a:failed');
  assert.deepEqual(run.state.tasks.get('a')?.reason, { kind: 'error', message: 'no x' });
});

test('fail_fast stops what runs and skips the rest', () => {
  const tasks = [task('a'), task('b'), task('c', ['b']), task('d', ['a'], { triggerRule: 'all_done' })];
  const run = new Simulation(makePipeline(tasks), { failFast: true });
  run.end('a', failure);
  assert.deepEqual(run.stopped, ['b']);
  run.end('b', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'a:failed b:cancelled c:skipped d:skipped');
  assert.deepEqual(run.state.tasks.get('c')?.reason, { kind: 'cancelled', by: 'fail_fast' });
  assert.equal(run.state.status, 'failed');
});

test('a failure that is forgiven does not fail fast', () => {
  const run = new Simulation(makePipeline([task('a', [], { continueOnError: true }), task('b')]), { failFast: true });
  run.end('a', failure);
  assert.deepEqual(run.stopped, []);
});

test('a cancelled run stops what runs, once, and cancels what waits', () => {
  const tasks = [task('a'), task('b', [], { retries: 3 }), task('c', ['a'])];
  const run = new Simulation(makePipeline(tasks));
  run.end('b', failure);
  run.cancel();
  run.cancel();
  assert.deepEqual(run.stopped, ['a']);
  run.end('a', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'a:cancelled b:cancelled c:cancelled');
  assert.equal(run.state.status, 'cancelled');
});

test('a task that succeeds although the run was cancelled stays a success', () => {
  const run = new Simulation(makePipeline([task('a')]));
  run.cancel();
  run.end('a');
  assert.equal(run.statuses(), 'a:success');
  assert.equal(run.state.status, 'cancelled');
});

test('an attempt that is cancelled or ends during a cancel is never tried again', () => {
  const run = new Simulation(makePipeline([task('a', [], { retries: 3 })]));
  run.cancel('user', 'a');
  run.end('a', { kind: 'timeout', afterMs: 1 });
  assert.equal(run.waiting.size, 0);
  assert.equal(run.statuses(), 'a:failed');
});

test('one cancelled task leaves the others alone; what needs it does not run', () => {
  const run = new Simulation(makePipeline([task('a'), task('b', ['a']), task('c')]));
  run.cancel('user', 'a');
  run.end('a', { kind: 'cancelled' });
  run.end('c');
  assert.equal(run.statuses(), 'a:cancelled b:upstream_failed c:success');
  assert.equal(run.state.status, 'cancelled');
});

test('a run that takes too long is failed', () => {
  const run = new Simulation(makePipeline([task('a'), task('b', ['a'])]));
  run.cancel('timeout');
  run.end('a', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'a:cancelled b:cancelled');
  assert.equal(run.state.status, 'failed');
});

test('a need that is named twice counts once', () => {
  const run = new Simulation(makePipeline([task('a'), task('b', ['a', 'a'])]));
  run.end('a');
  run.end('b');
  assert.equal(run.state.status, 'success');
});

test('a run without tasks is a success', () => {
  assert.equal(new Simulation(makePipeline([])).state.status, 'success');
});
