import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGroup, type Pipeline, type Task, type TriggerRule } from '../../../pipeline/pipeline.ts';
import type { DecisionFacts } from '../../../runner/decision-event.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { applyEvent, initialState, isEnd, type TaskState } from '../../../runner/run-state.ts';
import { Scheduler } from '../../../runner/scheduler/scheduler.ts';
import type { SchedulerOptions } from '../../../runner/scheduler/scheduler-options.ts';
import { randomFrom } from '../../random.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { isRuleKept, type NeedEnd } from './rule-kept.ts';
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
    const options = { maxParallel, failFast: random() < 0.2, random, condition, looksUp: (task: Task) => task.cache };
    const pipeline = randomPipeline(random);
    const run = new Simulation(pipeline, { ...options, usedBy: usedBy(seed) }, opening(random));
    play(run, random);
    checkEnd(run, seed);
    checkGroups(run, seed);
    assert.ok(run.mostRunning <= maxParallel, `seed ${seed}: ${run.mostRunning} at once`);
    checkRules(run, seed);
    checkReplay(run, seed);
  }
});

test('200 random runs keep it also when their runners die at random places, and the journal is cut there', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const maxParallel = 1 + Math.floor(random() * 5);
    const condition = () => (random() < 0.1 ? { error: 'x' } : { holds: random() < 0.9 });
    const looksUp = (task: Task) => task.cache;
    const options = { maxParallel, failFast: random() < 0.2, random, condition, looksUp, usedBy: usedBy(seed) };
    const pipeline = randomPipeline(random);
    const open = opening(random);
    let run = new Simulation(pipeline, options, open);
    let mostRunning = 0;
    for (let life = 0; life < 8; life++) {
      play(run, random, Math.floor(random() * 12));
      mostRunning = Math.max(mostRunning, run.mostRunning);
      const cut = Math.max(1, run.events.length - Math.floor(random() * 8));
      if (run.events.slice(0, cut).some(({ type }) => type === 'run_ended')) break;
      run = new Simulation(pipeline, options, open, JSON.parse(JSON.stringify(run.events.slice(0, cut))));
    }
    play(run, random);
    checkEnd(run, seed);
    checkGroups(run, seed);
    assert.ok(Math.max(mostRunning, run.mostRunning) <= maxParallel, `seed ${seed}: too many at once`);
    checkRules(run, seed);
    checkReplay(run, seed);
    checkAttempts(run, seed);
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

test('the work of a matrix of 20,000 instances grows with their number', () => {
  const tasks = [
    makeTask('m', 'true', { matrix: { axes: {}, include: [], exclude: [] } }),
    ...Array.from({ length: 20_000 }, (_, x) =>
      makeTask(`m[x=${x}]`, 'true', { group: 'm', instance: { matrix: { x } } }),
    ),
    makeTask('below', 'true', { needs: ['m'] }),
  ];
  const run = new Simulation(makePipeline(tasks));
  for (let x = 0; x < 20_000; x++) run.end(`m[x=${x}]`);
  run.end('below');
  assert.equal(run.state.status, 'success');
});

/** Ends, timeouts, retries and cancels at random until nothing is left to do. */
function play(run: Simulation, random: () => number, steps = Number.POSITIVE_INFINITY): void {
  for (let step = 0; step < steps && run.running.size + run.waiting.size + run.lookedUp.size > 0; step++) {
    assert.ok(step < 10_000, 'it goes on for ever');
    if (random() < 0.01) run.cancel(random() < 0.5 ? 'user' : 'timeout');
    const names = [...run.running.keys(), ...run.waiting.keys(), ...run.lookedUp.keys()];
    const name = names[Math.floor(random() * names.length)];
    if (name === undefined) continue;
    const group = run.state.tasks.get(name)?.definition.group;
    if (random() < 0.02) run.cancel('user', group !== undefined && random() < 0.5 ? group : name);
    else if (group !== undefined && random() < 0.01) run.cancel('timeout', group);
    else if (run.lookedUp.has(name)) run.answer(name, random() < 0.5);
    else if (run.waiting.has(name)) run.retryNow(name);
    else if (run.stopped.includes(name)) run.end(name, { kind: 'cancelled' });
    else if (random() < 0.75) run.end(name);
    else run.end(name, random() < 0.5 ? { kind: 'exit', code: 1 } : { kind: 'timeout', afterMs: 1 });
  }
}

function checkEnd(run: Simulation, seed: number): void {
  assert.notEqual(run.state.status, 'running', `seed ${seed}: no end\n${run.statuses()}`);
  for (const task of run.state.tasks.values()) assert.ok(isEnd(task.status), `seed ${seed}: ${run.statuses()}`);
  const ends = run.events.flatMap(event => (event.type === 'task_ended' ? [event.task] : []));
  assert.equal(new Set(ends).size, ends.length, `seed ${seed}: a task ended twice`);
  assert.equal(run.events.filter(event => event.type === 'run_ended').length, 1);
}

/** What starts, or opens, does so while its rule holds. The instances of a group start by the rule of that. */
function checkRules(run: Simulation, seed: number): void {
  const ended = new Map<string, NeedEnd>();
  for (const event of run.events) {
    if (event.type !== 'task_ended' && event.type !== 'attempt_started' && event.type !== 'group_opened') continue;
    const { definition: task } = run.state.tasks.get(event.task) as TaskState;
    if (event.type === 'task_ended') ended.set(event.task, { task, status: event.status });
    else if (!task.instance) {
      const ends = task.needs.flatMap(need => ended.get(need) ?? []);
      assert.ok(
        isRuleKept(task.triggerRule, task.needs.length, ends),
        `seed ${seed}: ${task.name} started, though ${task.triggerRule} does not hold`,
      );
    }
  }
}

/** Nothing in a group starts before it opens or after it has ended, and its end fits the ends of its members. */
function checkGroups(run: Simulation, seed: number): void {
  const opened = new Set<string>();
  const ended = new Set<string>();
  for (const event of run.events) {
    if (event.type === 'group_opened') opened.add(event.task);
    if (event.type === 'task_ended') ended.add(event.task);
    if (event.type !== 'attempt_started' && event.type !== 'group_opened') continue;
    const { group } = (run.state.tasks.get(event.task) as TaskState).definition;
    if (group === undefined) continue;
    assert.ok(opened.has(group) && !ended.has(group), `seed ${seed}: ${event.task} started outside of its group`);
  }
  const tasks = [...run.state.tasks.values()];
  for (const { name, status } of tasks.filter(task => isGroup(task.definition) && opened.has(task.name))) {
    const members = tasks.filter(({ definition }) => definition.group === name);
    const fails = members.some(member => member.status === 'failed' && !member.definition.continueOnError);
    const timedOut = run.events.some(e => e.type === 'cancel_requested' && e.by === 'timeout' && e.task === name);
    if (!timedOut) assert.equal(status === 'failed', fails, `seed ${seed}: ${name} ${status}`);
    if (status === 'success')
      assert.ok(
        members.every(member => member.status !== 'cancelled'),
        `seed ${seed}: ${name}`,
      );
  }
}

/** Each attempt begins once and ends once, one after the other. */
function checkAttempts(run: Simulation, seed: number): void {
  const begun = run.events.flatMap(event =>
    event.type === 'attempt_started' ? [`${event.task}.${event.attempt}`] : [],
  );
  const ended = run.events.flatMap(event => (event.type === 'attempt_ended' ? [`${event.task}.${event.attempt}`] : []));
  assert.equal(new Set(begun).size, begun.length, `seed ${seed}: an attempt began twice`);
  assert.deepEqual([...ended].sort(), [...begun].sort(), `seed ${seed}`);
}

/** A scheduler that hears the events again stands where the first one stood: it has nothing left to do. */
function checkReplay(run: Simulation, seed: number): void {
  const again = initialState(run.state.started);
  const { pipeline, maxParallel, failFast } = run.state.started;
  const condition = () => ({ holds: true });
  const scheduler = new Scheduler(pipeline, { maxParallel, failFast, random: () => 0, condition });
  for (const event of run.events) {
    const copy = JSON.parse(JSON.stringify(event)) as RunEvent;
    applyEvent(again, copy);
    scheduler.heard(copy);
  }
  assert.deepEqual(again, run.state, `seed ${seed}`);
  const next = scheduler.next();
  assert.equal(next?.kind, 'finish', `seed ${seed}: ${JSON.stringify(next)}`);
}

function randomPipeline(random: () => number): Pipeline {
  return makePipeline(randomTasks(random, Math.floor(random() * 30), 0));
}

/** Tasks, some of which are groups, followed by their members. */
function randomTasks(random: () => number, size: number, depth: number): Task[] {
  const names = Array.from({ length: size }, (_, index) => `t${index}`);
  return names.flatMap((name, index) => {
    const task = makeTask(name, 'true', {
      needs: names.slice(0, index).filter(() => random() < 0.15),
      triggerRule: rules[Math.floor(random() * rules.length)] ?? 'all_success',
      retries: random() < 0.3 ? 2 : 0,
      continueOnError: random() < 0.1,
      priority: Math.floor(random() * 3),
      cache: random() < 0.2,
      ...(random() < 0.2 && { if: 'asked' }),
    });
    return depth < 3 && random() < 0.25 ? randomGroup(task, random, depth) : [task];
  });
}

function randomGroup(task: Task, random: () => number, depth: number): Task[] {
  const kind = random();
  if (kind < 0.3) return [{ ...task, foreach: { list: 'x', as: 'item' } }];
  if (kind < 0.6) {
    const matrix = { axes: {}, include: [], exclude: [] };
    return [{ ...task, matrix }, ...instancesOf(task, random, depth)];
  }
  return usedBelow(task, random, depth);
}

function usedBelow(task: Task, random: () => number, depth: number): Task[] {
  const { name, instance, group } = task;
  const uses = { ...task, action: { kind: 'pipeline', file: '/u', with: {} } } as const;
  const inner = randomTasks(random, Math.floor(random() * 6), depth + 1).map(member => ({
    ...member,
    name: `${name}/${member.name}`,
    needs: member.needs.map(need => `${name}/${need}`),
    group: `${name}${member.group === undefined ? '' : `/${member.group}`}`,
    scope: name,
  }));
  return [{ ...uses, ...(instance && { instance }), ...(group !== undefined && { group }) }, ...inner];
}

function instancesOf(task: Task, random: () => number, depth: number): Task[] {
  return Array.from({ length: Math.floor(random() * 4) }, (_, index) => index).flatMap(x => {
    const instance = { ...task, name: `${task.name}[x=${x}]`, group: task.name, instance: { matrix: { x } } };
    return depth < 2 && random() < 0.2 ? usedBelow(instance, random, depth) : [instance];
  });
}

/** A list that comes to no good, or some instances. */
function opening(random: () => number): DecisionFacts['open'] {
  return group => {
    if (random() < 0.05) return { error: 'x' };
    if (!group.foreach) return {};
    const { foreach, ...task } = group;
    return { members: instancesOf(task, random, 2) };
  };
}

function usedBy(seed: number): NonNullable<SchedulerOptions['usedBy']> {
  return task =>
    task.action.kind === 'pipeline' ? { failFast: seed % 3 === 0, maxParallel: 1 + (seed % 4) } : undefined;
}
