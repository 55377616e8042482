import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pipeline, Task } from '../../../pipeline/pipeline.ts';
import { causeText } from '../../../runner/select/cause.ts';
import { type Meant, taskChanges } from '../../../runner/select/task-changes.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';

test('what a task does is compared, not how often or how long it is tried', () => {
  const before = meant([makeTask('a', 'x'), makeTask('b', 'x'), makeTask('c', 'x', { env: { A: '1' } })]);
  const now = meant([
    makeTask('a', 'y'),
    makeTask('b', 'x', { retries: 3, timeoutMs: 5, cache: true }),
    makeTask('c', 'x', { env: { A: '2' } }),
    makeTask('d', ''),
  ]);
  assert.deepEqual(changes(before, now), { a: 'run changed', c: 'env A changed', d: 'that run did not have it' });
});

test('a param changes the tasks that read it, in any case and anywhere', () => {
  const tasks = [
    makeTask('a', 'echo ${{ Params.T }}'),
    makeTask('b', 'echo', { if: "params['t'] > 1" }),
    makeTask('c', 'echo'),
    makeTask('d', 'echo ${{ toJSON(params) }}'),
    makeTask('e', '', { action: { kind: 'pipeline', file: '/u', with: { t: '${{ params.t }}' } } }),
    makeTask('e/x', 'echo ${{ params.t }}', { group: 'e', scope: 'e' }),
  ];
  const told = changes(meant(tasks, {}, { t: 1 }), meant(tasks, {}, { t: 2 }));
  assert.deepEqual(Object.keys(told), ['a', 'b', 'd', 'e']);
  assert.equal(told.a, 'params.t 1 → 2');
});

test('the container that a task runs in is a part of what it does, and may read params', () => {
  const inside = (image: string) => [makeTask('a', '', { container: { image, volumes: [], options: [] } })];
  assert.deepEqual(changes(meant(inside('python:3.12')), meant(inside('python:3.13'))), { a: 'container changed' });
  const read = inside('python:${{ params.v }}');
  assert.deepEqual(changes(meant(read, {}, { v: 1 }), meant(read, {}, { v: 2 })), { a: 'params.v 1 → 2' });
});

test('a variable of the file changes all of its tasks', () => {
  const tasks = [makeTask('a', ''), makeTask('e/x', '', { group: 'e', scope: 'e' })];
  assert.deepEqual(changes(meant(tasks, { env: { A: '1' } }), meant(tasks, { env: { A: '2' } })), {
    a: 'env A changed',
  });
  const reads = { env: { A: '${{ params.t }}' } };
  assert.deepEqual(changes(meant(tasks, reads, { t: 1 }), meant(tasks, reads, { t: 2 })), { a: 'params.t 1 → 2' });
});

test('what stands in a file that a foreach uses is a change of the foreach, also some files below', () => {
  const using = (name: string, file: string) => makeTask(name, '', { action: { kind: 'pipeline', file, with: {} } });
  const tasks = [{ ...using('each', '/a'), foreach: { list: 'params.l', as: 'item' } }, makeTask('other', '')];
  const run = (script: string, retries = 0): Meant => {
    const texts = { '/a': [makeTask('x', 'x'), using('y', 'b')], '/b': [makeTask('z', script, { retries })] };
    const files = Object.entries(texts).map(([file, inner]) => [file, makePipeline(inner)] as const);
    const used = files.map(([file, pipeline]) => [file, { name: file, fileHash: '', pipeline }] as const);
    return { ...meant(tasks), used: Object.fromEntries(used) };
  };
  assert.deepEqual(changes(run('one'), run('two')), { each: '/b changed' });
  assert.deepEqual(changes(run('one'), run('one', 3)), {});
});

test('an unchanged pipeline of 10,000 tasks is compared in a moment', () => {
  const tasks = Array.from({ length: 10_000 }, (_, index) => makeTask(`t${index}`, 'echo ${{ params.t }}'));
  const copy: Task[] = JSON.parse(JSON.stringify(tasks));
  const begun = performance.now();
  assert.equal(taskChanges(meant(tasks), meant(copy)).size, 0);
  assert.ok(performance.now() - begun < 5000);
});

function meant(tasks: readonly Task[], more: Partial<Pipeline> = {}, params: Meant['params'] = {}): Meant {
  return { pipeline: makePipeline(tasks, more), params };
}

function changes(before: Meant, now: Meant): Record<string, string> {
  return Object.fromEntries([...taskChanges(before, now)].map(([name, cause]) => [name, causeText(cause)]));
}

test('what a part of a pipeline leaves out of the needs of its tasks is no change of theirs', () => {
  const [a, b] = [makeTask('a', ''), makeTask('b', '', { needs: ['a'] })];
  const c = makeTask('c', '', { needs: ['a', 'b'], triggerRule: 'one_failed' });
  const selection = { tasks: ['c'], with: 'only' } as const;
  const part = {
    ...meant([
      { ...b, needs: [] },
      { ...c, needs: ['b'], triggerRule: 'all_success' },
    ]),
    selection,
  };
  assert.deepEqual(changes(meant([a, b, c]), part), {});
  assert.deepEqual(changes(part, { ...meant([a, b, { ...c, needs: ['a'] }]) }), {
    a: 'that run did not have it',
    c: 'needs changed',
  });
});
