import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../pipeline/pipeline.ts';
import { estimate } from '../../runner/history/estimate.ts';
import { remainingPaths } from '../../runner/history/remaining-paths.ts';
import { randomFrom } from '../random.ts';
import { FakeClock, FakeRun } from './fake-run.ts';
import { FakeShells } from './fake-shells.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';

/** How a run in shells went. */
interface Lived {
  readonly order: readonly string[];
  readonly lengthMs: number;
  readonly shells: FakeShells;
}

/** Runs tasks that take known times in two shells. `known`: what past runs say of them; `begins` hears of each that begins, and what waits then. */
async function live(
  tasks: readonly Task[],
  took: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, number> = took,
  begins: (task: string, waiting: readonly Task[]) => void = () => {},
): Promise<Lived> {
  const clock = new FakeClock();
  const order: string[] = [];
  let run: FakeRun | undefined;
  const shells = new FakeShells(2, clock, took, task => {
    order.push(task);
    // The first begin while the run is being made.
    const others = [...(run?.state.tasks.values() ?? [])].filter(({ name }) => name !== task);
    const waiting = others.filter(({ status }) => status === 'queued');
    begins(
      task,
      waiting.map(({ definition }) => definition),
    );
  });
  run = new FakeRun(makePipeline(tasks), { clock, processes: shells.processes, durations: known });
  await run.turn();
  while (shells.endNext()) await run.turn();
  assert.equal((await run.ended).status, 'success');
  return { order, lengthMs: clock.now(), shells };
}

test('what is told ahead is taken back for a task with a higher priority that becomes ready', async () => {
  const tasks = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => makeTask(name, ''));
  tasks.push(makeTask('urgent', '', { needs: ['a'], priority: 1 }));
  const took = new Map(tasks.map(({ name }) => [name, name === 'b' ? 10 : 4]));
  const { order, shells } = await live(tasks, took, new Map());
  assert.deepEqual(order, ['a', 'b', 'c', 'urgent', 'd', 'e', 'f']);
  assert.ok(shells.takenBack > 0);
});

test('nothing is told ahead that is to begin after a task with a higher priority, behind whatever that waits', async () => {
  const priorities = { long: 2, short: 2, next: 1, last: 0 };
  const tasks = Object.entries(priorities).map(([name, priority]) => makeTask(name, '', { priority }));
  const took = new Map(Object.entries({ long: 1000, short: 5, next: 5, last: 1000 }));
  const { order, shells } = await live(tasks, took, new Map());
  assert.deepEqual(order, ['long', 'short', 'next', 'last']);
  assert.ok(shells.toldAhead > 0);
});

test('a task is not told ahead, and none behind it, that took long before', async () => {
  const tasks = ['a', 'b', 'c', 'd'].map(name => makeTask(name, ''));
  const long = new Map(tasks.map(({ name }) => [name, 100]));
  assert.equal((await live(tasks, long)).shells.toldAhead, 0);
  const short = new Map(tasks.map(({ name }) => [name, 5]));
  assert.equal((await live(tasks, short)).shells.toldAhead, 2);
});

test('in 200 random runs no task begins while one waits that clearly goes first, and they take as long as simulated', async () => {
  let told = 0;
  let ratios = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const tasks = randomTasks(random);
    const took = new Map(tasks.map(({ name }) => [name, random() < 0.7 ? 1 + 8 * random() : 600 * random()]));
    const paths = remainingPaths(tasks, took);
    const lived = await live(tasks, took, took, (name, waiting) => {
      const task = tasks.find(one => one.name === name) as Task;
      const first = waiting.find(other =>
        other.priority === task.priority
          ? (paths.get(other.name) ?? 0) > (paths.get(name) ?? 0) + 20
          : other.priority > task.priority,
      );
      assert.equal(first, undefined, `seed ${seed}: ${name} begins before ${first?.name}`);
    });
    told += lived.shells.toldAhead;
    ratios += lived.lengthMs / estimate(tasks, took, 2).lengthMs;
  }
  assert.ok(told > 1000, `only ${told} were told ahead`);
  assert.ok(ratios / 200 < 1.01, `they take ${ratios / 200} times as long`);
});

function randomTasks(random: () => number): Task[] {
  const priorities = random() < 0.5;
  return Array.from({ length: 10 + Math.floor(random() * 40) }, (_, place) => {
    const needs = Array.from({ length: Math.floor(random() * 3) }, () => `t${Math.floor(random() * place)}`);
    return makeTask(`t${place}`, '', {
      needs: place === 0 ? [] : [...new Set(needs)],
      priority: priorities && random() < 0.2 ? 1 : 0,
    });
  });
}
