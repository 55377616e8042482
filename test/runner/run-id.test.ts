import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRunId } from '../../runner/run-id.ts';

test('a run begun a millisecond later sorts behind, whatever chance says', () => {
  const begun = Date.UTC(2026, 10, 20, 21, 15, 3);
  for (let ms = 0; ms < 999; ms++) {
    assert.ok(newRunId(begun + ms, () => 0.999) < newRunId(begun + ms + 1, () => 0));
  }
});

test('two runs of one millisecond differ', () => {
  const numbers = [0.1, 0.9];
  const next = () => numbers.shift() ?? 0;
  assert.notEqual(newRunId(0, next), newRunId(0, next));
});

test('a name is the time in UTC, to be read and to be sorted', () => {
  const begun = Date.UTC(2026, 10, 20, 21, 15, 3, 999);
  assert.equal(
    newRunId(begun, () => 0),
    '20261120-211503-rr00',
  );
});
