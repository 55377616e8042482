import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atRest, memorySaver } from '../../language-server/at-rest.ts';

test('Work for quiet times is done once for each pause, and never while something comes in', context => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let done = 0;
  const heard = atRest(() => done++, 1000);
  for (let message = 0; message < 5; message++) {
    heard();
    context.mock.timers.tick(999);
  }
  assert.equal(done, 0);
  context.mock.timers.tick(1);
  assert.equal(done, 1);
  context.mock.timers.tick(10_000);
  assert.equal(done, 1);
  heard();
  context.mock.timers.tick(1000);
  assert.equal(done, 2);
});

test('What is no longer used is given back', () => {
  const save = memorySaver();
  let garbage: unknown[] | undefined = Array.from({ length: 400_000 }, (_, index) => ({ index }));
  const full = process.memoryUsage().heapTotal;
  assert.equal(garbage.length, 400_000);
  garbage = undefined;
  save();
  assert.ok(process.memoryUsage().heapTotal < full - 10_000_000);
});
