import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { Task } from '../pipeline/pipeline.ts';
import type { RunEvent } from '../runner/event.ts';
import { Scheduler } from '../runner/scheduler/scheduler.ts';
import { makeTask } from '../test/runner/make-pipeline.ts';
import { median, ms, verdict } from './measure.ts';
import { layers } from './task-graphs.ts';

/*
 * How long the decisions of a whole run take, with nothing else: 10,000 tasks, and whether 100,000 take no more than twelve
 * times as long. Each run is one of a fresh process, as in life; what the code takes when it is warm is told beside it.
 * `node bench/scheduling.ts [rounds]`
 */

const [wanted = '7', once] = process.argv.slice(2);
if (once !== undefined) console.log(JSON.stringify(timesOf(Number(once), 5)));
else compare(Number(wanted));

function compare(rounds: number): void {
  const fresh = (count: number): number[] =>
    JSON.parse(spawnSync(process.execPath, [process.argv[1] ?? '', '1', String(count)], { encoding: 'utf8' }).stdout);
  const small: number[][] = [];
  const large: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    small.push(fresh(10_000));
    large.push(fresh(100_000));
  }
  const first = (times: readonly number[][]) => median(times.map(([cold]) => cold ?? Number.NaN));
  const warm = (times: readonly number[][]) => median(times.map(all => median(all.slice(1))));
  console.log(`10,000 tasks: ${verdict(first(small), 100, ' ms')}; warm ${ms(warm(small))}`);
  const factor = verdict(first(large) / first(small), 12, ' times');
  const warmFactor = (warm(large) / warm(small)).toFixed(1);
  console.log(`100,000 tasks: ${ms(first(large))}, ${factor}; warm ${ms(warm(large))}, ${warmFactor} times`);
}

function timesOf(count: number, rounds: number): number[] {
  const tasks = layers(count, 100, false).tasks.map(({ name, needs }) => makeTask(name, 'true', { needs }));
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    decide(tasks);
    return performance.now() - start;
  });
}

/** A run in which each attempt ends, well, as soon as nothing more can be started. */
function decide(tasks: readonly Task[]): void {
  const scheduler = new Scheduler(
    { tasks },
    { maxParallel: 16, failFast: false, random: () => 0, condition: () => ({ holds: true }) },
  );
  const running: { readonly task: Task; readonly attempt: number }[] = [];
  const hear = (event: RunEvent) => scheduler.heard(event);
  for (;;) {
    for (let next = scheduler.next(); next; next = scheduler.next()) {
      if (next.kind === 'finish') return;
      if (next.kind === 'queue') hear({ type: 'task_queued', at: 0, task: next.task.name });
      if (next.kind === 'end') hear({ type: 'task_ended', at: 0, task: next.task.name, status: next.status });
      if (next.kind !== 'start') continue;
      hear({ type: 'attempt_started', at: 0, task: next.task.name, attempt: next.attempt });
      running.push(next);
    }
    const ended = running.shift();
    if (!ended) throw new Error('The run stands still.');
    hear({ type: 'attempt_ended', at: 0, task: ended.task.name, attempt: ended.attempt, outcome: { kind: 'success' } });
  }
}
