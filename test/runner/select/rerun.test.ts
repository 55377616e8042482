import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task, TaskStatus } from '../../../pipeline/pipeline.ts';
import { Below } from '../../../runner/select/below.ts';
import type { Cause } from '../../../runner/select/cause.ts';
import { type Before, planRerun, type Rerun } from '../../../runner/select/rerun.ts';
import { gatesOf, taskGraph } from '../../../runner/select/task-graph.ts';
import { randomFrom } from '../../random.ts';
import { makeTask } from '../make-pipeline.ts';
import { randomTasks } from './random-tasks.ts';

const asked: Cause = { kind: 'asked' };

test('what succeeded and is not below the change is taken over, with its values', () => {
  const tasks = [
    makeTask('a', ''),
    makeTask('b', '', { needs: ['a'] }),
    makeTask('c', '', { needs: ['b'] }),
    makeTask('d', ''),
  ];
  const rerun = planRerun(tasks, new Map([['b', asked]]), past({}));
  assert.equal(shown(rerun), 'run b c; take a d');
  assert.deepEqual(rerun.causes.get('c'), { kind: 'above', task: 'b' });
  assert.deepEqual(rerun.takenOver.get('a'), { run: 'r', outputs: { n: 'a' } });
});

test('what is needed and did not succeed runs too, with all below it', () => {
  const tasks = [
    makeTask('a', ''),
    makeTask('b', ''),
    makeTask('c', '', { needs: ['a', 'b'] }),
    makeTask('d', '', { needs: ['a'] }),
  ];
  const rerun = planRerun(tasks, new Map([['c', asked]]), past({ a: 'failed', d: 'upstream_failed' }));
  assert.equal(shown(rerun), 'run a c d; take b');
  assert.deepEqual(rerun.causes.get('a'), { kind: 'unsuccessful', status: 'failed' });
});

test('what failed elsewhere and was not asked for is left out', () => {
  const tasks = [makeTask('a', ''), makeTask('b', ''), makeTask('c', '', { needs: ['b'] })];
  const rerun = planRerun(tasks, new Map([['a', asked]]), past({ b: 'failed', c: 'upstream_failed' }));
  assert.equal(shown(rerun), 'run a; take ');
  assert.deepEqual(rerun.leftOut, ['b', 'c']);
});

test('what was skipped is decided again, and does not make others run', () => {
  const tasks = [
    makeTask('a', ''),
    makeTask('b', '', { needs: ['a'] }),
    makeTask('c', '', { needs: ['b'], triggerRule: 'all_done' }),
    makeTask('d', ''),
  ];
  const rerun = planRerun(tasks, new Map([['d', asked]]), past({ b: 'skipped' }));
  assert.equal(shown(rerun), 'run b d; take a c');
});

test('a group whose instance is run again opens again, with its other instances taken over', () => {
  const matrix = { axes: { m: [1, 2] }, include: [], exclude: [] };
  const tasks = [
    makeTask('a', ''),
    makeTask('t', '', { needs: ['a'], matrix }),
    makeTask('t[m=1]', '', { needs: ['a'], group: 't', instance: { matrix: { m: 1 } } }),
    makeTask('t[m=2]', '', { needs: ['a'], group: 't', instance: { matrix: { m: 2 } } }),
    makeTask('z', '', { needs: ['t'] }),
  ];
  const one = planRerun(tasks, new Map([['t[m=2]', asked]]), past({}));
  assert.equal(shown(one), 'run t t[m=2] z; take a t[m=1]');
  const above = planRerun(tasks, new Map([['a', asked]]), past({}));
  assert.equal(shown(above), 'run a t t[m=1] t[m=2] z; take ');
  const below = planRerun(tasks, new Map([['z', asked]]), past({ 't[m=1]': 'failed' }));
  assert.equal(shown(below), 'run t t[m=1] z; take a t[m=2]');
});

test('300 random reruns keep what a rerun promises', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const tasks = randomTasks(random);
    const statuses = randomStatuses(tasks, random);
    const start = new Map(tasks.flatMap(({ name }) => (random() < 0.15 ? [[name, asked] as const] : [])));
    check(tasks, start, planRerun(tasks, start, past(statuses)), statuses, `seed ${seed}`);
  }
});

test('a rerun of 20,000 tasks in a row grows with their number', () => {
  const tasks = Array.from({ length: 20_000 }, (_, index) =>
    makeTask(`t${index}`, '', { needs: [index - 1, index - 2].filter(need => need >= 0).map(need => `t${need}`) }),
  );
  const begun = performance.now();
  const rerun = planRerun(tasks, new Map([['t10000', asked]]), past({}));
  assert.equal(rerun.takenOver.size, 10_000);
  assert.ok(performance.now() - begun < 5000);
});

function check(
  tasks: readonly Task[],
  start: Map<string, Cause>,
  rerun: Rerun,
  statuses: Statuses,
  seed: string,
): void {
  const { causes, takenOver } = rerun;
  const below = new Below(taskGraph(tasks));
  below.add([...causes].flatMap(([name, cause]) => (cause.kind === 'skipped' || cause.kind === 'above' ? [] : [name])));
  for (const name of start.keys()) assert.ok(causes.has(name), `${seed}: ${name} was asked for and is not run`);
  for (const name of below.found)
    assert.ok(!takenOver.has(name), `${seed}: ${name} is taken over and below the change`);
  for (const name of takenOver.keys()) assert.equal(statuses[name] ?? 'success', 'success', `${seed}: ${name}`);
  for (const { name } of tasks) assert.ok(!(causes.has(name) && takenOver.has(name)), `${seed}: ${name} twice`);
  for (const task of tasks) {
    if (!causes.has(task.name)) continue;
    for (const gate of gatesOf(task))
      assert.ok(causes.has(gate) || takenOver.has(gate), `${seed}: ${task.name} lacks ${gate}`);
  }
  for (const { name, group } of tasks) {
    const isIn = causes.has(name) || takenOver.has(name);
    if (group !== undefined && takenOver.has(group)) assert.ok(takenOver.has(name), `${seed}: ${name} of ${group}`);
    if (group !== undefined && causes.has(group)) assert.ok(isIn, `${seed}: ${name} is missing in ${group}`);
    if (group !== undefined && isIn)
      assert.ok(causes.has(group) || takenOver.has(group), `${seed}: ${name} without ${group}`);
  }
}

type Statuses = Readonly<Record<string, TaskStatus>>;

function randomStatuses(tasks: readonly Task[], random: () => number): Statuses {
  const bad: readonly TaskStatus[] = ['failed', 'skipped', 'upstream_failed', 'cancelled', 'pending'];
  const statuses: Record<string, TaskStatus> = {};
  for (const { name } of tasks)
    if (random() < 0.2) statuses[name] = bad[Math.floor(random() * bad.length)] as TaskStatus;
  return statuses;
}

function past(statuses: Statuses): Before {
  const statusOf = (name: string) => statuses[name] ?? 'success';
  return {
    statusOf,
    successOf: ({ name }) => {
      const status = statusOf(name);
      return status === 'success' ? { run: 'r', outputs: { n: name } } : { kind: 'unsuccessful', status };
    },
  };
}

function shown({ tasks, causes, takenOver }: Rerun): string {
  const names = tasks.map(({ name }) => name);
  const run = names.filter(name => causes.has(name)).join(' ');
  return `run ${run}; take ${names.filter(name => takenOver.has(name)).join(' ')}`;
}
