import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Style } from '../../../runner/cli/paint.ts';
import { timelineText } from '../../../runner/cli/runs/timeline.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { RunEvent } from '../../../runner/event.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { makeTask } from '../make-pipeline.ts';
import { ran, stateAfter } from './run-states.ts';

const end: RunEvent = { type: 'run_ended', at: 4000, status: 'success' };

test('a timeline shows when each task waited, ran and waited to be tried again, at one scale', () => {
  const tasks = [makeTask('load', ''), makeTask('flaky', ''), makeTask('late', '', { needs: ['load'] })];
  const state = stateAfter(tasks, [
    ...ran('load', 0, 0, 1000),
    ...ran('flaky', 0, 0, 600, 2000, 4000),
    ...ran('late', 1000, 2000, 3000),
    end,
  ]);
  assert.deepEqual(drawn(state, 33), [
    '         0                 4s',
    '  load   █████                 1s',
    '  flaky  ███┄┄┄┄┄┄┄██████████  4s',
    '  late        ░░░░░█████       1s',
  ]);
});

test('what goes on reaches to now, and what waits does so until now', () => {
  const tasks = [makeTask('long', ''), makeTask('next', '')];
  const state = stateAfter(tasks, [...ran('long', 0, 0), { type: 'task_queued', at: 1000, task: 'next' }]);
  assert.deepEqual(drawn(state, 32, 4000), [
    '        0                 4s',
    '  long  ████████████████████  4s',
    '  next       ░░░░░░░░░░░░░░░',
  ]);
});

test('members stand below their group, and a group of too many stands for them all', () => {
  const group = makeTask('train', '', { matrix: { axes: { m: ['a'] }, include: [], exclude: [] } });
  const names = (count: number) => Array.from({ length: count }, (_, place) => `train[m=${place}]`);
  const stateOf = (count: number) =>
    stateAfter(
      [group, ...names(count).map(name => makeTask(name, '', { group: 'train' }))],
      [
        { type: 'group_opened', at: 0, task: 'train' },
        ...names(count).flatMap((name, place) => ran(name, 0, place * 10, 2000 + place * 10)),
        end,
      ],
    );
  assert.deepEqual(
    drawn(stateOf(2), 60).map(line => line.slice(0, 16)),
    ['                ', '    train[m=0]  ', '    train[m=1]  '],
  );
  const folded = drawn(stateOf(100), 60);
  assert.equal(folded.length, 2);
  assert.match(folded[1] ?? '', /^ {2}train \(100\) {2}█+ {2}3s$/);
});

test('of many tasks the failed ones and those of the critical path are never left out', () => {
  const names = Array.from({ length: 200 }, (_, place) => `t${place}`);
  const events = names.flatMap((name, place) => ran(name, 0, 0, 1000 + place));
  events.push({ type: 'task_ended', at: 1000, task: 't3', status: 'failed' });
  const lines = drawn(
    stateAfter(
      names.map(name => makeTask(name, '')),
      [...events, end],
    ),
    60,
    4000,
    ['t5'],
  );
  assert.equal(lines.length, 62);
  assert.ok(lines.some(line => line.startsWith('  t3 ')));
  assert.ok(lines.some(line => line.startsWith('  *t5')));
  assert.equal(lines.at(-1), '  … and 140 more');
});

test('a success that nothing was run for is marked where it was told', () => {
  const state = stateAfter(
    [makeTask('load', ''), makeTask('train', '')],
    [
      { type: 'task_ended', at: 0, task: 'load', status: 'success', source: { kind: 'cache', run: 'r0' } },
      ...ran('train', 0, 0, 1000),
      end,
    ],
  );
  assert.match(drawn(state, 40)[1] ?? '', /^ {2}load {3}◇ +cached$/);
});

test('nothing is drawn where nothing ran or there is no room', () => {
  const tasks = [makeTask('load', '')];
  assert.deepEqual(drawn(stateAfter(tasks, [end]), 80), []);
  assert.deepEqual(drawn(stateAfter(tasks, [...ran('load', 0, 0, 10), end]), 12), []);
});

function drawn(state: RunState, width: number, now = 4000, stressed: readonly string[] = []): string[] {
  const paint = (style: Style, text: string) => (style === 'bold' ? `*${text}*` : text);
  const symbols = symbolsFor({}, 'linux');
  return timelineText(state, now, { width, paint, symbols, stressed: new Set(stressed) })
    .split('\n')
    .slice(0, -1);
}
