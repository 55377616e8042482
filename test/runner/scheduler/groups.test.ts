import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task, TriggerRule } from '../../../pipeline/pipeline.ts';
import type { DecisionFacts } from '../../../runner/decision-event.ts';
import type { SchedulerOptions } from '../../../runner/scheduler/scheduler-options.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { Simulation } from './simulation.ts';

const failure = { kind: 'exit', code: 1 } as const;
const noMatrix = { axes: {}, include: [], exclude: [] };

/** A task with a matrix of these instances, and they. */
function fanned(
  name: string,
  instances: readonly string[],
  more: Partial<Task> = {},
  each: Partial<Task> = {},
): Task[] {
  const { needs, triggerRule, ...shared } = more;
  return [
    makeTask(name, '', { ...more, matrix: noMatrix }),
    ...instances.map(value =>
      makeTask(`${name}[x=${value}]`, '', {
        ...shared,
        ...(needs && { needs }),
        ...(triggerRule && { triggerRule }),
        group: name,
        instance: { matrix: { x: value } },
        ...each,
      }),
    ),
  ];
}

/** A task that uses a pipeline of these tasks, and they. */
function using(name: string, inner: readonly Task[], more: Partial<Task> = {}): Task[] {
  const full = (short: string) => `${name}/${short}`;
  return [
    makeTask(name, '', { ...more, action: { kind: 'pipeline', file: `/${name}`, with: {} } }),
    ...inner.map(task => ({
      ...task,
      name: full(task.name),
      needs: task.needs.map(full),
      group: task.group === undefined ? name : full(task.group),
      scope: name,
    })),
  ];
}

function simulate(
  tasks: readonly Task[],
  options: Partial<SchedulerOptions> = {},
  open?: DecisionFacts['open'],
): Simulation {
  return new Simulation(makePipeline(tasks), options, open);
}

test('members start when the group opens, and the group ends when they have ended', () => {
  const run = simulate([
    makeTask('a', ''),
    ...fanned('b', ['1', '2'], { needs: ['a'] }),
    makeTask('c', '', { needs: ['b'] }),
  ]);
  assert.equal(run.statuses(), 'a:running b:pending b[x=1]:pending b[x=2]:pending c:pending');
  run.end('a');
  assert.equal(run.statuses(), 'a:success b:running b[x=1]:running b[x=2]:running c:pending');
  run.end('b[x=2]');
  assert.equal(run.statuses(), 'a:success b:running b[x=1]:running b[x=2]:success c:pending');
  run.end('b[x=1]');
  assert.equal(run.statuses(), 'a:success b:success b[x=1]:success b[x=2]:success c:running');
});

test('a failed member fails the group, after the others have ended', () => {
  const run = simulate([...fanned('b', ['1', '2']), makeTask('c', '', { needs: ['b'] })]);
  run.end('b[x=1]', failure);
  assert.equal(run.statuses(), 'b:running b[x=1]:failed b[x=2]:running c:pending');
  run.end('b[x=2]');
  assert.equal(run.statuses(), 'b:failed b[x=1]:failed b[x=2]:success c:upstream_failed');
  assert.deepEqual(run.state.tasks.get('b')?.reason, {
    kind: 'rule',
    rule: 'all_success',
    task: 'b[x=1]',
    status: 'failed',
  });
  assert.equal(run.state.status, 'failed');
});

test('an instance is tried again by itself', () => {
  const run = simulate(fanned('b', ['1', '2'], {}, { retries: 1 }));
  run.end('b[x=1]', failure);
  run.end('b[x=2]');
  assert.equal(run.statuses(), 'b:running b[x=1]:retrying b[x=2]:success');
  run.retryNow('b[x=1]');
  run.end('b[x=1]');
  assert.equal(run.state.status, 'success');
});

test('continue_on_error of a group lets the run go on and succeed; of its members it lets the group succeed', () => {
  const whole = simulate([
    ...using('u', [makeTask('x', '')], { continueOnError: true }),
    makeTask('c', '', { needs: ['u'] }),
  ]);
  whole.end('u/x', failure);
  assert.equal(whole.statuses(), 'u:failed u/x:failed c:running');
  whole.end('c');
  assert.equal(whole.state.status, 'success');
  const member = simulate(using('u', [makeTask('x', '', { continueOnError: true })]));
  member.end('u/x', failure);
  assert.equal(member.statuses(), 'u:success u/x:failed');
});

test('a matrix of which all instances are skipped is skipped; an empty one and a used pipeline succeed', () => {
  const condition = () => ({ holds: false });
  const run = simulate(
    [
      ...fanned('m', ['1', '2'], {}, { if: 'no' }),
      ...using('u', [makeTask('x', '', { if: 'no' })]),
      ...fanned('e', []),
      makeTask('below', '', { needs: ['m'] }),
    ],
    { condition },
  );
  assert.equal(run.statuses(), 'm:skipped m[x=1]:skipped m[x=2]:skipped u:success u/x:skipped e:success below:skipped');
});

test('what keeps a group from opening ends all that is in it, at every depth', () => {
  const inner = fanned('m', ['1']);
  const tasks = [makeTask('a', ''), ...using('u', inner, { needs: ['a'] })];
  const failed = simulate(tasks);
  failed.end('a', failure);
  assert.equal(failed.statuses(), 'a:failed u:upstream_failed u/m:upstream_failed u/m[x=1]:upstream_failed');
  const skipped = simulate([makeTask('a', ''), ...using('u', inner, { needs: ['a'], if: 'no' })], {
    condition: () => ({ holds: false }),
  });
  skipped.end('a');
  assert.equal(skipped.statuses(), 'a:success u:skipped u/m:skipped u/m[x=1]:skipped');
  const cancelled = simulate(tasks);
  cancelled.cancel('user', 'u');
  assert.equal(cancelled.statuses(), 'a:running u:cancelled u/m:cancelled u/m[x=1]:cancelled');
});

test('a group that cannot be opened fails, and nothing in it is run', () => {
  const run = simulate(using('u', [makeTask('x', ''), makeTask('y', '', { needs: ['x'] })]), {}, () => ({
    error: 'no.',
  }));
  assert.equal(run.statuses(), 'u:failed u/x:upstream_failed u/y:upstream_failed');
  assert.deepEqual(run.state.tasks.get('u')?.reason, { kind: 'error', message: 'no.' });
  assert.equal(run.state.status, 'failed');
});

test('members that are known only when the group opens run like the others', () => {
  const [group, ...members] = fanned('b', ['1', '2']);
  const each = makeTask('each', '', { foreach: { list: 'x', as: 'item' } });
  const made = members.map(task => ({ ...task, name: task.name.replace('b[', 'each['), group: 'each' }));
  assert.ok(group);
  const run = simulate([each, makeTask('c', '', { needs: ['each'] })], {}, () => ({ members: made }));
  assert.equal(run.statuses(), 'each:running c:pending each[x=1]:running each[x=2]:running');
  run.end('each[x=1]');
  run.end('each[x=2]');
  run.end('c');
  assert.equal(run.state.status, 'success');
});

test('a cancel of an open group stops what runs in it and nothing else, and the group is cancelled', () => {
  const run = simulate([
    makeTask('other', ''),
    ...using('u', [makeTask('x', ''), makeTask('y', '', { needs: ['x'] }), ...fanned('m', ['1', '2'])]),
  ]);
  run.cancel('user', 'u');
  assert.deepEqual(run.stopped, ['u/x', 'u/m[x=1]', 'u/m[x=2]']);
  for (const name of run.stopped) run.end(name, { kind: 'cancelled' });
  assert.equal(
    run.statuses(),
    'other:running u:cancelled u/x:cancelled u/y:cancelled u/m:cancelled u/m[x=1]:cancelled u/m[x=2]:cancelled',
  );
  run.end('other');
  assert.equal(run.state.status, 'cancelled');
});

test('a cancel of one instance leaves the others alone', () => {
  const run = simulate(fanned('m', ['1', '2', '3']), { maxParallel: 2 });
  run.cancel('user', 'm[x=3]');
  run.cancel('user', 'm[x=1]');
  run.end('m[x=1]', { kind: 'cancelled' });
  run.end('m[x=2]');
  assert.equal(run.statuses(), 'm:cancelled m[x=1]:cancelled m[x=2]:success m[x=3]:cancelled');
});

test('a group that takes too long is failed, and says so', () => {
  const run = simulate(using('u', [makeTask('x', ''), makeTask('y', '', { needs: ['x'] })], { timeoutMs: 5000 }));
  run.cancel('timeout', 'u');
  run.end('u/x', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'u:failed u/x:cancelled u/y:cancelled');
  assert.deepEqual(run.state.tasks.get('u')?.reason, {
    kind: 'error',
    message: 'It took longer than its timeout of 5s.',
  });
  const reason = { kind: 'error', message: 'u took longer than its timeout of 5s.' };
  assert.deepEqual(run.state.tasks.get('u/x')?.reason, reason);
  assert.deepEqual(run.state.tasks.get('u/y')?.reason, reason);
  assert.equal(run.state.status, 'failed');
});

test('fail_fast of the run cancels at the failure of an instance, but not of one that is gone on from', () => {
  const run = simulate([...fanned('m', ['1', '2', '3']), makeTask('other', '')], { failFast: true, maxParallel: 2 });
  run.end('m[x=1]', failure);
  assert.deepEqual(run.stopped, ['m[x=2]']);
  run.end('m[x=2]', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'm:failed m[x=1]:failed m[x=2]:cancelled m[x=3]:skipped other:skipped');
  const lenient = simulate(fanned('m', ['1', '2'], { continueOnError: true }), { failFast: true });
  lenient.end('m[x=1]', failure);
  assert.deepEqual(lenient.stopped, []);
});

test('fail_fast of a used pipeline cancels what is in its group alone', () => {
  const usedBy = (task: Task) => (task.name === 'u' ? { failFast: true } : undefined);
  const inner = [makeTask('x', ''), makeTask('y', ''), makeTask('z', '', { needs: ['y'] })];
  const run = simulate([...using('u', inner), makeTask('other', '')], { usedBy });
  run.end('u/x', failure);
  assert.deepEqual(run.stopped, ['u/y']);
  run.end('u/y', { kind: 'cancelled' });
  assert.equal(run.statuses(), 'u:failed u/x:failed u/y:cancelled u/z:skipped other:running');
});

test('max_parallel of a used pipeline limits what runs in its group, and the places go to others', () => {
  const usedBy = (task: Task) => (task.name === 'u' ? { failFast: false, maxParallel: 1 } : undefined);
  const inner = [makeTask('x', ''), makeTask('y', ''), makeTask('z', '')];
  const run = simulate([...using('u', inner), makeTask('a', ''), makeTask('b', '')], { usedBy, maxParallel: 3 });
  assert.deepEqual([...run.running.keys()], ['u/x', 'a', 'b']);
  run.end('a');
  assert.deepEqual([...run.running.keys()], ['u/x', 'b']);
  run.end('u/x');
  assert.deepEqual([...run.running.keys()], ['b', 'u/y']);
});

const rules: readonly [TriggerRule, string][] = [
  ['all_success', 'running upstream_failed skipped upstream_failed'],
  ['all_failed', 'skipped running skipped running'],
  ['all_done', 'running running running running'],
  ['one_success', 'running upstream_failed skipped upstream_failed'],
  ['one_failed', 'skipped running skipped running'],
  ['one_done', 'running running skipped running'],
  ['none_failed', 'running upstream_failed running upstream_failed'],
  ['none_failed_min_one_success', 'running upstream_failed skipped upstream_failed'],
  ['none_skipped', 'running running skipped running'],
  ['all_skipped', 'skipped skipped running skipped'],
];

for (const [rule, expected] of rules) {
  test(`${rule} below a group takes the end of the group for one, not those of its members`, () => {
    const below = (need: string) => makeTask(`below_${need}`, '', { needs: [need], triggerRule: rule });
    const told = ['good', 'bad', 'idle', 'gone'].map(name => {
      const run = simulate([...fanned(name, ['1', '2'], {}, name === 'idle' ? { if: 'no' } : {}), below(name)], {
        condition: () => ({ holds: false }),
      });
      if (name === 'gone') run.cancel('user', `${name}[x=1]`);
      if (name !== 'idle') {
        run.end(`${name}[x=1]`, name === 'bad' ? failure : name === 'gone' ? { kind: 'cancelled' } : undefined);
        run.end(`${name}[x=2]`);
      }
      return run.state.tasks.get(`below_${name}`)?.status;
    });
    assert.equal(told.join(' '), expected);
  });

  test(`a group with ${rule} opens by that rule, whatever ends its instances see afterwards`, () => {
    const tasks = [makeTask('a', ''), ...fanned('m', ['1'], { needs: ['a'], triggerRule: rule })];
    const run = simulate(tasks);
    run.end('a', failure);
    const opens = /^(all_failed|all_done|one_failed|one_done|none_skipped)$/.test(rule);
    assert.equal(run.running.has('m[x=1]'), opens);
  });
}

test('what another run has done is taken over at once, whatever its needs, also an instance of a group that opens later', () => {
  const tasks = [
    makeTask('a', ''),
    ...fanned('m', ['1', '2'], { needs: ['a'] }),
    makeTask('late', '', { needs: ['a'] }),
  ];
  const run = simulate(tasks, { isTakenOver: task => task.name === 'm[x=1]' || task.name === 'late' });
  assert.equal(run.statuses(), 'a:running m:pending m[x=1]:success m[x=2]:pending late:success');
  assert.deepEqual(run.state.tasks.get('late')?.source, { kind: 'run', run: 'r0' });
  run.end('a');
  assert.deepEqual([...run.running.keys()], ['m[x=2]']);
  run.end('m[x=2]');
  assert.equal(run.state.status, 'success');
});

test('instances that come in later are taken over too', () => {
  const [group, ...members] = fanned('m', ['1', '2']);
  assert.ok(group);
  const { matrix, ...rest } = group;
  const tasks = [makeTask('a', ''), { ...rest, needs: ['a'], foreach: { list: 'x', as: 'item' } }];
  const run = simulate(tasks, { isTakenOver: task => task.name === 'm[x=1]' }, () => ({ members }));
  run.end('a');
  assert.equal(run.statuses(), 'a:success m:running m[x=1]:success m[x=2]:running');
});

test('a group that is taken over with its members is not opened', () => {
  const run = simulate([...fanned('m', ['1', '2']), makeTask('c', '', { needs: ['m'] })], {
    isTakenOver: task => task.name !== 'c',
  });
  assert.equal(run.statuses(), 'm:success m[x=1]:success m[x=2]:success c:running');
  assert.equal(run.events.filter(({ type }) => type === 'group_opened').length, 0);
});

test('a task is looked up before it is queued, and takes no place meanwhile', () => {
  const run = simulate([makeTask('a', '', { cache: true }), makeTask('b', ''), makeTask('c', '', { needs: ['a'] })], {
    looksUp: task => task.cache,
    maxParallel: 1,
  });
  assert.equal(run.statuses(), 'a:pending b:running c:pending');
  run.answer('a', true);
  assert.equal(run.statuses(), 'a:success b:running c:queued');
});

test('a task that was looked up in vain is queued, and is not looked up again when it is tried again', () => {
  const run = simulate([makeTask('a', '', { cache: true, retries: 1 })], { looksUp: () => true });
  run.answer('a', false);
  run.end('a', failure);
  run.retryNow('a');
  assert.equal(run.lookedUp.size, 0);
  run.end('a');
  assert.equal(run.state.status, 'success');
});

test('a cancel during a look-up ends the task, and the answer comes too late', () => {
  const run = simulate([makeTask('a', '', { cache: true })], { looksUp: () => true });
  run.cancel();
  assert.equal(run.statuses(), 'a:cancelled');
  assert.equal(run.state.status, 'cancelled');
});
