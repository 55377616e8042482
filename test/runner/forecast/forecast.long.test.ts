import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pipeline, Task } from '../../../pipeline/pipeline.ts';
import { forecast, type Peek } from '../../../runner/forecast/forecast-run.ts';
import type { RunOptions } from '../../../runner/run-options.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';

const number = { outputs: { n: { type: 'number' } } } as const;

test('what is known before is decided, with the values that decide it', async () => {
  const tasks = [
    makeTask('a', '', { if: "params.region == 'us'" }),
    makeTask('b', '', { needs: ['a'] }),
    makeTask('c', '', { needs: ['a'], triggerRule: 'all_done' }),
    makeTask('d', '', { needs: ['c'], triggerRule: 'one_failed' }),
    makeTask('e', '', { needs: ['c'], triggerRule: 'all_skipped' }),
  ];
  assert.deepEqual(await told(tasks, { params: { region: 'eu' } }), [
    "a skipped: if: params.region == 'us' is false: params.region is eu",
    'b skipped: a was skipped',
    'c run: it has no cache',
    'd skipped: trigger_rule one_failed: unless c fails',
    'e skipped: trigger_rule all_skipped: unless c is skipped',
  ]);
});

test('what hangs on an output that is not there yet is said to', async () => {
  const tasks = [
    makeTask('a', '', number),
    makeTask('b', '', { needs: ['a'], if: 'tasks.a.outputs.n > 1' }),
    makeTask('c', '', { needs: ['b'] }),
    makeTask('d', '', { needs: ['b'], triggerRule: 'none_failed' }),
    makeTask('e', '', { needs: ['a'], env: { N: '${{ tasks.a.outputs.n }}' }, if: 'env.N > 1' }),
  ];
  assert.deepEqual(await told(tasks), [
    'a run: it has no cache',
    'b depends: if: tasks.a.outputs.n > 1 depends on the output n of a',
    'c depends: b may be skipped',
    'd run: it has no cache',
    'e depends: if: env.N > 1 depends on the output n of a',
  ]);
});

test('a task is looked up when all that it needs is known, and its outputs then are', async () => {
  const asked: string[] = [];
  const peek: Peek = ({ name }) => {
    asked.push(name);
    if (name === 'c') return { kind: 'miss', why: ['c.py has changed'] };
    return { kind: 'hit', source: { kind: 'cache', run: 'r1' }, outputs: { n: 2 } };
  };
  const cache = { ...number, cache: true };
  const tasks = [
    makeTask('a', '', cache),
    makeTask('b', '', { needs: ['a'], if: 'tasks.a.outputs.n > 1', cache: true }),
    makeTask('c', '', { needs: ['b'], cache: true }),
    makeTask('d', '', { needs: ['c'], cache: true }),
  ];
  assert.deepEqual(await told(tasks, {}, peek), [
    'a cached: r1',
    'b cached: r1',
    'c run: c.py has changed',
    'd run: its need c will run',
  ]);
  assert.deepEqual(asked, ['a', 'b', 'c']);
});

test('groups open, and a list that is not known yet is said to be', async () => {
  const tasks = [
    makeTask('a', '', { outputs: { files: { type: 'json' } } }),
    makeTask('t', '', { matrix: { axes: { m: [1] }, include: [], exclude: [] } }),
    makeTask('t[m=1]', '', { group: 't', instance: { matrix: { m: 1 } } }),
    makeTask('f', '', { needs: ['a'], foreach: { list: 'tasks.a.outputs.files', as: 'file' } }),
    makeTask('g', '', { foreach: { list: "fromJSON('[1, 2]')", as: 'i' } }),
    makeTask('e', '', { foreach: { list: "fromJSON('[]')", as: 'i' } }),
    makeTask('z', '', { needs: ['f'] }),
  ];
  assert.deepEqual(await told(tasks), [
    'a run: it has no cache',
    't open',
    't[m=1] run: it has no cache',
    'f open: how many times depends on the output files of a',
    'g open',
    'g[i=1] run: it has no cache',
    'g[i=2] run: it has no cache',
    'e open: its list is empty',
    'z run: it has no cache',
  ]);
});

test('what is taken over is known, and the rest follows from it', async () => {
  const tasks = [makeTask('a', '', number), makeTask('b', '', { needs: ['a'], if: 'tasks.a.outputs.n > 1' })];
  const takenOver = new Map([['a', { run: 'r0', outputs: { n: 0 } }]]);
  assert.deepEqual(await told(tasks, { takenOver }), [
    'a taken_over: r0',
    'b skipped: if: tasks.a.outputs.n > 1 is false: tasks.a.outputs.n is 0',
  ]);
});

test('10,000 tasks are foretold in about a second', async () => {
  const tasks = Array.from({ length: 10_000 }, (_, index) =>
    makeTask(`t${index}`, 'echo', {
      needs: index < 100 ? [] : [`t${index - 100}`, `t${index - 99}`],
      cache: index % 2 === 0,
    }),
  );
  const begun = performance.now();
  assert.equal((await told(tasks, {}, () => ({ kind: 'miss', why: [] }))).length, 10_000);
  assert.ok(performance.now() - begun < 5000, `${performance.now() - begun} ms`);
});

async function told(tasks: readonly Task[], more: Partial<RunOptions> = {}, peek?: Peek): Promise<string[]> {
  const pipeline: Pipeline = makePipeline(tasks);
  const options = {
    root: '/r',
    file: '/r/p.pipeline.yaml',
    fileHash: '',
    name: 'p',
    pipeline,
    params: {},
    dagwrightVersion: '0',
  };
  const forecasts = await forecast({ ...options, ...more }, 0, peek);
  return forecasts.map(({ task, will, why, run }) => {
    const reasons = [...(run === undefined ? [] : [run]), ...why].join('; ');
    return `${task.name} ${will}${reasons === '' ? '' : `: ${reasons}`}`;
  });
}
