import assert from 'node:assert/strict';
import { test } from 'node:test';
import { steadyTime } from '../../runner/clock.ts';

/** A machine's clock that is set while time goes on. */
function machine() {
  const at = { wall: 1_000_000, elapsed: 0 };
  return {
    now: steadyTime(
      () => at.wall,
      () => at.elapsed,
    ),
    pass(ms: number) {
      at.wall += ms;
      at.elapsed += ms;
    },
    set(by: number) {
      at.wall += by;
    },
  };
}

test('the time tells what the machine does', () => {
  const { now, pass } = machine();
  assert.equal(now(), 1_000_000);
  pass(250);
  assert.equal(now(), 1_000_250);
});

test('a clock that is set back by an hour takes no time back, and none is lost after it', () => {
  const { now, pass, set } = machine();
  assert.equal(now(), 1_000_000);
  set(-3_600_000);
  pass(200);
  assert.equal(now(), 1_000_200);
  set(-3_600_000);
  pass(5000);
  assert.equal(now(), 1_005_200);
});

test('a clock that is set forward, as after a sleep, is followed', () => {
  const { now, pass, set } = machine();
  now();
  set(8 * 3_600_000);
  pass(10);
  assert.equal(now(), 1_000_010 + 8 * 3_600_000);
});

test('a clock that is slowed down a little never goes back', () => {
  const { now, pass, set } = machine();
  let last = now();
  for (let step = 0; step < 100; step++) {
    set(-step % 7);
    pass(1);
    const next = now();
    assert.ok(next >= last);
    last = next;
  }
});
