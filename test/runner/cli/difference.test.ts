import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '../../../runner/cli/diff/difference.ts';
import { differenceText } from '../../../runner/cli/diff/difference-text.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { makeTask } from '../make-pipeline.ts';
import { ran, stateAfter } from './run-states.ts';

test('two runs that went alike do not differ', () => {
  const run = () => stateAfter([makeTask('load', 'true')], ran('load', 0, 0, 1000));
  assert.deepEqual(differenceOf(run(), run()), { run: [], tasks: [], same: 1 });
  assert.equal(told(run(), run()), '  Nothing differed in 1 task.\n');
});

test('a difference names what the cache found changed, and counts no group beside its members', () => {
  const matrix = { axes: { i: [1] }, include: [], exclude: [] };
  const tasks = [makeTask('m', '', { matrix }), makeTask('m[i=1]', '', { group: 'm' }), makeTask('load', 'true')];
  const before = stateAfter(tasks, ran('load', 0, 0, 1000));
  const after = stateAfter(tasks, ran('load', 0, 0, 1000));
  const load = after.tasks.get('load');
  if (load) load.missed = ['data/a.csv has changed', 'data/b.csv is new'];
  assert.equal(
    told(before, after),
    [
      '  ~ load',
      '      not cached  data/a.csv has changed',
      '                  data/b.csv is new',
      '  1 task without a difference',
      '',
    ].join('\n'),
  );
});

test('a difference tells of params, commit and versions', () => {
  const before = stateAfter([], [], { params: { t: 0.5, old: 'x' }, git: { commit: 'aaa', dirty: false } });
  const after = stateAfter([], [], { params: { t: 1 }, git: { commit: 'bbb', dirty: true }, fileHash: 'bbbb' });
  assert.equal(
    told(before, after),
    [
      '  content of the file  aaaa → bbbb',
      '  param t              0.5 → 1  +0.5 (+100 %)',
      '  param old            x → none',
      '  commit               aaa → bbb',
      '  uncommitted changes  no → yes',
      '',
      '  0 tasks without a difference',
      '',
    ].join('\n'),
  );
});

test('a difference tells what was said otherwise of a task, and what came of it', () => {
  const task = (run: string, env: Record<string, string>, timeoutMs?: number) =>
    makeTask('train', run, { env, ...(timeoutMs !== undefined && { timeoutMs }) });
  const before = stateAfter([task('train.py', { A: '1' }), makeTask('gone', '')], ran('train', 0, 0, 1000));
  const after = stateAfter(
    [task('train.py --fast', { A: '2' }, 5000), makeTask('new', '')],
    ran('train', 0, 0, 100, 200, 2500),
  );
  for (const [state, accuracy] of [
    [before, 0.9],
    [after, 0.945],
  ] as const) {
    const trained = state.tasks.get('train');
    if (trained) trained.outputs = { accuracy, model: 'same' };
  }
  assert.equal(
    told(before, after),
    [
      '  ~ train',
      '      run              train.py → train.py --fast',
      '      env A            1 → 2',
      '      timeout          none → 5s',
      '      attempts         1 → 2',
      '      output accuracy  0.9 → 0.945  +0.045 (+5 %)',
      '      took             1s → 2.5s  2.5 times',
      '  - gone',
      '  + new',
      '  0 tasks without a difference',
      '',
    ].join('\n'),
  );
});

test('a difference tells which tasks came from the cache, not that they had no attempt', () => {
  const tasks = [makeTask('load', '')];
  const cached = stateAfter(tasks, [
    { type: 'task_ended', at: 0, task: 'load', status: 'success', source: { kind: 'cache', run: 'r0' } },
  ]);
  assert.match(told(stateAfter(tasks, ran('load', 0, 0, 1000)), cached), /~ load\n +source +run → cache\n/);
});

test('durations that differ little are no difference', () => {
  const run = (duration: number) => stateAfter([makeTask('load', '')], ran('load', 0, 0, duration));
  assert.equal(differenceOf(run(10), run(90)).tasks.length, 0);
  assert.equal(differenceOf(run(10_000), run(11_000)).tasks.length, 0);
  assert.equal(differenceOf(run(10_000), run(13_000)).tasks.length, 1);
});

test('long texts are cut to where they begin to differ', () => {
  const text = (end: string) => stateAfter([makeTask('load', `${'x'.repeat(300)}${end}`)], []);
  assert.match(told(text('one'), text('two')), /run {2}…x{20}one → …x{20}two\n/);
});

function told(before: RunState, after: RunState): string {
  return differenceText(differenceOf(before, after), (_, text) => text, symbolsFor({}, 'linux'));
}
