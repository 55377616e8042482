import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pipeline, Task, TriggerRule } from '../../../pipeline/pipeline.ts';
import { applyEvent, initialState, isEnd } from '../../../runner/run-state.ts';
import { randomFrom } from '../../random.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { Simulation } from './simulation.ts';

const rules: readonly TriggerRule[] = [
  'all_success',
  'all_success',
  'all_success',
  'all_failed',
  'all_done',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'all_skipped',
];

test('200 random runs keep what a run promises', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const maxParallel = 1 + Math.floor(random() * 5);
    const condition = () => (random() < 0.1 ? { error: 'x' } : { holds: random() < 0.9 });
    const pipeline = randomPipeline(random);
    const run = new Simulation(pipeline, { maxParallel, failFast: random() < 0.2, random, condition });
    play(run, random);
    checkEnd(run, seed);
    assert.ok(run.mostRunning <= maxParallel, `seed ${seed}: ${run.mostRunning} at once`);
    checkOrder(run, pipeline, seed);
    checkReplay(run, seed);
  }
});

test('the work of 20,000 tasks in a row, each with two needs, grows with their number', () => {
  const tasks = Array.from({ length: 20_000 }, (_, index) =>
    makeTask(`t${index}`, 'true', { needs: [index - 1, index - 2].filter(need => need >= 0).map(need => `t${need}`) }),
  );
  const run = new Simulation(makePipeline(tasks));
  for (const { name } of tasks) run.end(name);
  assert.equal(run.state.status, 'success');
});

/** Ends, retries and cancels at random until nothing is left to do. */
function play(run: Simulation, random: () => number): void {
  for (let step = 0; run.running.size + run.waiting.size > 0; step++) {
    assert.ok(step < 10_000, 'it goes on for ever');
    if (random() < 0.01) run.cancel();
    const names = [...run.running.keys(), ...run.waiting.keys()];
    const name = names[Math.floor(random() * names.length)];
    if (name === undefined) continue;
    if (random() < 0.02) run.cancel('user', name);
    else if (run.waiting.has(name)) run.retryNow(name);
    else if (run.stopped.includes(name)) run.end(name, { kind: 'cancelled' });
    else run.end(name, random() < 0.75 ? { kind: 'success' } : { kind: 'exit', code: 1 });
  }
}

function checkEnd(run: Simulation, seed: number): void {
  assert.notEqual(run.state.status, 'running', `seed ${seed}: no end\n${run.statuses()}`);
  for (const task of run.state.tasks.values()) assert.ok(isEnd(task.status), `seed ${seed}: ${run.statuses()}`);
  const ends = run.events.flatMap(event => (event.type === 'task_ended' ? [event.task] : []));
  assert.equal(new Set(ends).size, ends.length, `seed ${seed}: a task ended twice`);
  assert.equal(run.events.filter(event => event.type === 'run_ended').length, 1);
}

/** Rules that wait for all needs start nothing before all have ended. */
function checkOrder(run: Simulation, pipeline: Pipeline, seed: number): void {
  const hasty: readonly TriggerRule[] = ['one_success', 'one_failed', 'one_done'];
  const place = new Map(run.events.flatMap((event, at) => (event.type === 'task_ended' ? [[event.task, at]] : [])));
  for (const [at, event] of run.events.entries()) {
    if (event.type !== 'attempt_started') continue;
    const task = pipeline.tasks.find(({ name }) => name === event.task) as Task;
    const ended = task.needs.filter(need => (place.get(need) ?? Number.POSITIVE_INFINITY) < at);
    const enough = hasty.includes(task.triggerRule) && task.needs.length > 0 ? 1 : task.needs.length;
    assert.ok(ended.length >= enough, `seed ${seed}: ${task.name} started before its needs`);
  }
}

function checkReplay(run: Simulation, seed: number): void {
  const again = initialState(run.state.started);
  for (const event of run.events) applyEvent(again, JSON.parse(JSON.stringify(event)));
  assert.deepEqual(again, run.state, `seed ${seed}`);
}

function randomPipeline(random: () => number): Pipeline {
  const size = Math.floor(random() * 30);
  const tasks = Array.from({ length: size }, (_, index) =>
    makeTask(`t${index}`, 'true', {
      needs: Array.from({ length: index }, (_, above) => `t${above}`).filter(() => random() < 0.15),
      triggerRule: rules[Math.floor(random() * rules.length)] ?? 'all_success',
      retries: random() < 0.3 ? 2 : 0,
      continueOnError: random() < 0.1,
      priority: Math.floor(random() * 3),
      ...(random() < 0.2 && { if: 'asked' }),
    }),
  );
  return makePipeline(tasks);
}
