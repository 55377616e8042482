import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate, expectedSpans } from '../../../runner/history/estimate.ts';
import { remainingPaths } from '../../../runner/history/remaining-paths.ts';
import { makeTask } from '../make-pipeline.ts';

const task = (name: string, ...needs: string[]) => makeTask(name, 'true', { needs });
const diamond = [task('load'), task('clean', 'load'), task('train', 'load'), task('report', 'clean', 'train')];
const durations = new Map([
  ['load', 10],
  ['clean', 20],
  ['train', 50],
  ['report', 5],
]);

test('an estimate has the longest path, and the length with as many slots as there are', () => {
  assert.deepEqual(estimate(diamond, durations, 2), {
    lengthMs: 65,
    criticalPath: ['load', 'train', 'report'],
    criticalPathMs: 65,
    unknown: [],
  });
  assert.equal(estimate(diamond, durations, 1).lengthMs, 85);
});

test('of what is ready, what has the longest path below it goes first, unless a priority says otherwise', () => {
  const short = task('short');
  const tasks = [short, task('long'), task('end', 'long')];
  const known = new Map([
    ['short', 30],
    ['long', 10],
    ['end', 40],
  ]);
  assert.equal(estimate(tasks, known, 1).lengthMs, 80);
  assert.equal(estimate(tasks, known, 2).lengthMs, 50);
  const wide = [...tasks, task('other')];
  known.set('other', 30);
  assert.equal(estimate(wide, known, 2).lengthMs, 60);
  const urgent = wide.map(one => (one.name === 'short' || one.name === 'other' ? { ...one, priority: 1 } : one));
  assert.equal(estimate(urgent, known, 2).lengthMs, 80);
});

test('a task of which nothing is known is guessed by its siblings, else by all others, and named', () => {
  const member = (name: string) => makeTask(name, 'true', { group: 'train' });
  const group = makeTask('train', 'true', { matrix: { axes: { fold: [1, 2] }, include: [], exclude: [] } });
  const tasks = [task('load'), group, member('train[fold=1]'), member('train[fold=2]'), task('after', 'train')];
  const known = new Map([
    ['load', 1000],
    ['train[fold=1]', 7],
    ['after', 3],
  ]);
  const { lengthMs, unknown } = estimate(tasks, known, 8);
  assert.equal(lengthMs, 1000);
  assert.deepEqual(unknown, ['train[fold=2]']);
  assert.equal(estimate(tasks.slice(1), known, 8).lengthMs, 10);
});

test('members of a group wait for what the group waits for, and what needs the group waits for them', () => {
  const group = makeTask('train', '', {
    needs: ['load'],
    matrix: { axes: { m: ['a', 'b'] }, include: [], exclude: [] },
  });
  const members = ['a', 'b'].map(m => makeTask(`train[m=${m}]`, 'true', { group: 'train' }));
  const known = new Map([
    ['load', 1],
    ['train[m=a]', 10],
    ['train[m=b]', 20],
    ['report', 100],
  ]);
  const tasks = [task('load'), group, ...members, task('report', 'train')];
  assert.deepEqual(estimate(tasks, known, 4).criticalPath, ['load', 'train[m=b]', 'report']);
  assert.deepEqual(Object.fromEntries(remainingPaths(tasks, known)), {
    ...{ load: 121, train: 120, 'train[m=a]': 110, 'train[m=b]': 120, report: 100 },
  });
});

test('a group whose members are not known yet takes as long as it was open before', () => {
  const tasks = [makeTask('convert', 'true', { foreach: { list: 'x', as: 'file' } }), task('end', 'convert')];
  const known = new Map([
    ['convert', 40],
    ['end', 2],
  ]);
  assert.equal(estimate(tasks, known, 2).lengthMs, 42);
});

test('what will not run takes no time, and a pipeline without a past keeps the order of its file', () => {
  assert.equal(estimate(diamond, new Map([...durations, ['train', 0]]), 2).lengthMs, 35);
  assert.equal(remainingPaths(diamond, new Map()).size, 0);
  assert.equal(estimate(diamond, new Map(), 4).lengthMs, 3000);
});

test('a hundred thousand tasks are estimated in time', () => {
  const many = Array.from({ length: 100_000 }, (_, place) =>
    task(`t${place}`, ...(place > 9 ? [`t${place - 10}`] : [])),
  );
  const known = new Map(many.map(({ name }, place) => [name, 1 + (place % 7)]));
  const { lengthMs } = estimate(many, known, 10);
  assert.ok(lengthMs >= 40_000 && lengthMs < 80_000, String(lengthMs));
});

test('what is known of the past says when each task is expected to run', () => {
  const tasks = [makeTask('load', ''), makeTask('train', '', { needs: ['load'] }), makeTask('alone', '')];
  const known = new Map(Object.entries({ load: 10, train: 30, alone: 5 }));
  const spans = Object.fromEntries(expectedSpans(tasks, known, 1));
  assert.deepEqual(spans, { load: [0, 10], train: [10, 40], alone: [40, 45] });
  assert.equal(expectedSpans(tasks, new Map(), 1).size, 0);
});
