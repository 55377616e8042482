import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resources, Task } from '../../../pipeline/pipeline.ts';
import { demandsOf } from '../../../runner/limits/demand.ts';
import { MachineAdmission } from '../../../runner/limits/machine-admission.ts';
import { tooLarge } from '../../../runner/limits/too-large.ts';
import type { Grant } from '../../../runner/scheduler/admission.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { Simulation } from '../scheduler/simulation.ts';

const machine = {
  cpus: 4,
  memoryBytes: 8 * 2 ** 30,
  gpus: [0, 1, 3].map(number => ({ number, device: String(number) })),
};

function simulation(
  tasks: readonly Task[],
  pools: Readonly<Record<string, number>> = {},
  maxParallel = 100,
): Simulation {
  const pipeline = makePipeline(tasks, { pools });
  const demandOf = demandsOf(tasks, () => ({ key: '', pipeline }), machine.cpus);
  return new Simulation(pipeline, { maxParallel, admission: new MachineAdmission(machine, demandOf) });
}

function task(name: string, resources: Resources, more: Partial<Task> = {}): Task {
  return makeTask(name, 'true', { resources, ...more });
}

function running(run: Simulation): string {
  return [...run.running.keys()].join(' ');
}

test('a pool holds up its own tasks and nobody else', () => {
  const inPool = { pool: 'warehouse' };
  const run = simulation([...'abc'].map(name => task(name, {}, inPool)).concat(task('d', {})), { warehouse: 2 });
  assert.equal(running(run), 'a b d');
  run.end('b');
  assert.equal(running(run), 'a d c');
});

test('cpus, fractions of them too, and memory are packed against the machine', () => {
  const halves = Array.from({ length: 9 }, (_, at) => task(`h${at}`, { cpus: 0.5 }));
  assert.equal(simulation(halves).running.size, 8);
  const large = [...'abc'].map(name => task(name, { memoryBytes: 3 * 2 ** 30 }));
  assert.equal(running(simulation(large)), 'a b');
});

test('a tenth of a cpu ten times is a cpu', () => {
  assert.equal(simulation(Array.from({ length: 50 }, (_, at) => task(`t${at}`, { cpus: 0.1 }))).running.size, 40);
});

test('beside tasks that say their cpus the others count as one, unless they say 0', () => {
  const run = simulation([task('big', { cpus: 3 }), task('a', {}), task('b', {}), task('idle', { cpus: 0 })]);
  assert.equal(running(run), 'big a idle');
});

test('devices are handed out by number and used again', () => {
  const run = simulation([task('a', { gpus: 2 }), task('b', { gpus: 1 }), task('c', { gpus: 2 })]);
  assert.deepEqual(
    [run.state.tasks.get('a')?.attempts[0]?.gpus, run.state.tasks.get('b')?.attempts[0]?.gpus],
    [[0, 1], [3]],
  );
  run.end('b');
  assert.equal(running(run), 'a');
  run.end('a');
  assert.deepEqual(run.state.tasks.get('c')?.attempts[0]?.gpus, [0, 1]);
});

test('a retry asks anew', () => {
  const run = simulation([task('a', { gpus: 3 }, { retries: 1 }), task('b', { gpus: 3 })]);
  run.end('a', { kind: 'exit', code: 1 });
  assert.equal(running(run), 'b');
  run.retryNow('a');
  assert.equal(running(run), 'b');
  run.end('b');
  assert.equal(running(run), 'a');
});

test('a big task does not wait for ever behind small ones', () => {
  const small = Array.from({ length: 20 }, (_, at) => task(`s${at}`, { cpus: 1 }));
  const run = simulation([...small.slice(0, 4), task('big', { cpus: 4 }), ...small.slice(4)]);
  for (const name of ['s0', 's1', 's2']) run.end(name);
  assert.equal(running(run), 's3');
  run.end('s3');
  assert.equal(running(run), 'big');
});

test('what waits for cpus leaves alone who needs none of them, and memory that it does not need', () => {
  const run = simulation([
    task('a', { cpus: 3 }),
    task('big', { cpus: 4, memoryBytes: 6 * 2 ** 30 }),
    task('small', { cpus: 0, memoryBytes: 2 * 2 ** 30 }),
    task('large', { cpus: 0, memoryBytes: 3 * 2 ** 30 }),
  ]);
  assert.equal(running(run), 'a small');
});

test('one of higher priority does not stand back for what waits', () => {
  const run = simulation([
    task('a', { cpus: 3 }),
    task('first', { cpus: 0 }),
    task('big', { cpus: 4 }),
    task('urgent', { cpus: 1 }, { priority: 1, needs: ['first'] }),
  ]);
  run.end('first');
  assert.equal(running(run), 'a urgent');
});

test('a run whose waiting task is cancelled goes on', () => {
  const run = simulation([
    task('a', { cpus: 3 }),
    task('big', { cpus: 4 }),
    task('b', { cpus: 2 }),
    task('c', { cpus: 1 }),
  ]);
  run.cancel('user', 'big');
  run.end('a');
  assert.equal(running(run), 'b c');
  run.cancel();
  for (const name of ['b', 'c']) run.end(name, { kind: 'cancelled' });
  assert.equal(run.state.status, 'cancelled');
});

test('ten thousand tasks that wait for one pool cost no more than they are', () => {
  const asked = { count: 0 };
  const tasks = Array.from({ length: 10_000 }, (_, at) => task(`t${at}`, {}, { pool: 'p' }));
  const pipeline = makePipeline(tasks, { pools: { p: 1 } });
  const admission = new MachineAdmission(
    machine,
    demandsOf(tasks, () => ({ key: '', pipeline }), 4),
  );
  const grant = admission.grant.bind(admission);
  admission.grant = one => {
    asked.count++;
    return grant(one);
  };
  const run = new Simulation(pipeline, { maxParallel: 100, admission });
  for (const { name } of tasks) run.end(name);
  assert.equal(run.state.status, 'success');
  assert.ok(asked.count <= 3 * tasks.length, `${asked.count} questions`);
});

test('limits hold and every run ends, whatever the tasks ask for', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const tasks = Array.from({ length: 30 }, (_, at) =>
      task(
        `t${at}`,
        { cpus: random(9) / 2, memoryBytes: random(9) * 2 ** 30, gpus: random(4) },
        { ...(random(2) === 0 && { pool: 'p' }), priority: random(3), needs: at > 5 ? [`t${random(at)}`] : [] },
      ),
    );
    const run = simulation(tasks, { p: 2 }, 1 + random(8));
    while (run.running.size > 0) {
      const now = [...run.running.values()].map(({ task: { resources } }) => resources);
      const sum = (name: keyof Resources) => now.reduce((total, one) => total + (one[name] ?? 0), 0);
      assert.ok(sum('cpus') <= 4 && sum('memoryBytes') <= machine.memoryBytes && sum('gpus') <= 3);
      assert.ok([...run.running.values()].filter(({ task: { pool } }) => pool).length <= 2);
      const given = [...run.running.keys()].flatMap(name => run.state.tasks.get(name)?.attempts[0]?.gpus ?? []);
      assert.equal(new Set(given).size, sum('gpus'));
      run.end([...run.running.keys()][random(run.running.size)] ?? '');
    }
    assert.equal(run.state.status, 'success');
  }
});

test('a task that asks for more than there is is named with what it asks and what there is', () => {
  const tasks = [
    task('a', { cpus: 5, memoryBytes: 9 * 2 ** 30, gpus: 4 }),
    task('b', { cpus: 4, memoryBytes: 8 * 2 ** 30, gpus: 3 }),
  ];
  assert.deepEqual(tooLarge(tasks, machine), [
    'The task "a" asks for 5 cpus, and this machine has 4.',
    'The task "a" asks for 9 GiB of memory, and this machine has 8 GiB.',
    'The task "a" asks for 4 GPUs, and this machine has 3.',
  ]);
  assert.deepEqual(tooLarge([task('g', { gpus: 1 })], { ...machine, gpus: [] }), [
    'The task "g" asks for 1 GPU, and none was found on this machine.',
  ]);
});

test('of thousands of different figures only so many are tried each time that a task ends', () => {
  const count = 3_000;
  const tasks = Array.from({ length: count }, (_, at) => task(`t${at}`, { memoryBytes: 2 ** 33 - at }));
  const pipeline = makePipeline(tasks);
  const admission = new MachineAdmission(
    machine,
    demandsOf(tasks, () => ({ key: '', pipeline }), machine.cpus),
  );
  const tried: string[] = [];
  const counting = {
    kindOf: (of: Task) => admission.kindOf(of),
    started: (of: Task, grant: Grant) => admission.started(of, grant),
    ended: (of: Task) => admission.ended(of),
    grant: (of: Task) => {
      tried.push(of.name);
      return admission.grant(of);
    },
  };
  const run = new Simulation(pipeline, { maxParallel: 100, admission: counting });
  for (let at = 0; at < count; at++) run.end(`t${at}`);
  assert.equal(run.state.status, 'success');
  assert.ok(tried.length <= 201 * count, `${tried.length} were tried`);
});

test('however many wait, a more urgent one that comes later is tried', () => {
  const large = Array.from({ length: 500 }, (_, at) => task(`l${at}`, { cpus: 4, memoryBytes: at }));
  const urgent = task('urgent', { cpus: 1 }, { priority: 1, needs: ['first'] });
  const run = simulation([task('a', { cpus: 3 }), task('first', { cpus: 0 }), ...large, urgent]);
  run.end('first');
  assert.equal(running(run), 'a urgent');
});
