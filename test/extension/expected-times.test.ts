import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedTimes } from '../../extension/graph-of-run/expected-times.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { unrollPipeline } from '../../pipeline/unroll/unroll-pipeline.ts';
import { noUsedFiles } from '../../pipeline/unroll/used-files.ts';

const text = `tasks:
  load: { run: a }
  train: { run: b, needs: [load], matrix: { model: [linear, forest] } }
  report: { run: c, needs: [train] }
`;

test('the next run lies in time as its tasks took in the past, with guesses for the new ones', () => {
  const known = new Map([
    ['load', 1000],
    ['train[model=linear]', 2000],
    ['train[model=forest]', 5000],
  ]);
  const times = expectedTimes(tasksOf(text), known, 1);
  assert.equal(times.endedAt, 10_000);
  assert.deepEqual(times.guessed, ['report']);
  assert.deepEqual(times.criticalPath, ['load', 'train[model=forest]', 'report']);
  assert.deepEqual(
    times.tasks.map(({ label, depth }) => [label, depth]),
    [
      ['load', 0],
      ['train', 0],
      ['model=linear', 1],
      ['model=forest', 1],
      ['report', 0],
    ],
  );
  assert.deepEqual(
    new Map(times.expected?.map(([task, from, to]) => [task, [from, to]])).get('train[model=forest]'),
    [1000, 6000],
  );
});

test('without any knowledge nothing is expected', () => {
  const times = expectedTimes(tasksOf(text), new Map([['other', 5]]), 4);
  assert.deepEqual([times.isNext, times.tasks.length, times.expected], [true, 0, undefined]);
});

function tasksOf(source: string) {
  const { pipeline } = analyse(source);
  assert.ok(pipeline);
  const unrolled = unrollPipeline(pipeline, '/a.yaml', noUsedFiles);
  assert.ok(unrolled.ok);
  return unrolled.tasks;
}
