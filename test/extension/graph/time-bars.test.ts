import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskTimes } from '../../../extension/graph/messages.ts';
import { shownSpan, ticksOf } from '../../../extension/graph/webview/time/axis.ts';
import { barsOf, timeWords } from '../../../extension/graph/webview/time/bars.ts';
import { TimeScale } from '../../../extension/graph/webview/time/time-scale.ts';

test('a task waits, fails, waits for its retry and runs on', () => {
  const times = timesOf({
    queuedAt: 0,
    attempts: [{ startedAt: 10, endedAt: 30, failure: 'exit code 1' }, { startedAt: 50 }],
  });
  assert.deepEqual(
    barsOf(times, 80).map(({ kind, from, to }) => [kind, from, to]),
    [
      ['queued', 0, 10],
      ['failed', 10, 30],
      ['retry', 30, 50],
      ['running', 50, 80],
    ],
  );
  assert.equal(
    timeWords(times, 'running', 80),
    'train, running, waited 10ms, attempt 1 failed (exit code 1) after 20ms, waited for the retry 20ms, attempt 2 running for 30ms',
  );
});

test('a wait for a retry ends when the retry is due, or later when it is late', () => {
  const waiting = timesOf({ attempts: [{ startedAt: 0, endedAt: 10, failure: 'exit code 1' }], retryAt: 40 });
  assert.deepEqual(barsOf(waiting, 20).at(-1)?.to, 40);
  assert.deepEqual(barsOf(waiting, 45).at(-1)?.to, 45);
});

test('a clock that is set back makes no bar negative', () => {
  const [bar] = barsOf(timesOf({ attempts: [{ startedAt: 100, endedAt: 40 }] }), 0);
  assert.deepEqual([bar?.from, bar?.to], [100, 100]);
});

test('a cached success is a point, a group a bracket', () => {
  assert.deepEqual(
    barsOf(timesOf({ isCached: true, endedAt: 5 }), 9).map(bar => bar.kind),
    ['cached'],
  );
  assert.deepEqual(
    barsOf(timesOf({ openedAt: 1 }), 9).map(({ kind, from, to }) => [kind, from, to]),
    [['group', 1, 9]],
  );
});

test('ticks are round, far enough apart, and the span ends at one', () => {
  assert.deepEqual(
    ticksOf(shownSpan(9300, 500), 500).map(tick => tick.text),
    ['0', '2s', '4s', '6s', '8s', '10s'],
  );
  for (const length of [0, 1, 99, 61_000, 3_600_000, 400 * 86_400_000]) {
    const span = shownSpan(length, 300);
    assert.ok(span >= length);
    const ticks = ticksOf(span, 300);
    assert.ok(ticks.length >= 2 && ticks.length <= 5, `${length}: ${ticks.map(tick => tick.text)}`);
  }
});

test('zooming keeps the point under the pointer where it is', () => {
  const scale = new TimeScale();
  scale.fit(1000, 500);
  const at = scale.x(250);
  const moved = scale.zoom(2, at);
  assert.equal(scale.x(250), at + moved);
  scale.zoom(0.001, 0);
  assert.equal(scale.width, 500);
});

function timesOf(more: Partial<TaskTimes>): TaskTimes {
  return { task: 'train', label: 'train', status: 'running', depth: 0, attempts: [], ...more };
}
