import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gatheringWriter } from '../../../runner/cli/run/lasting-writer.ts';

test('what is written after a pause comes in the same turn, what follows in one piece', context => {
  const { written, write } = makeWriter(context);
  write('a');
  write('b');
  assert.deepEqual(written, []);
  context.mock.timers.tick(0);
  assert.deepEqual(written, ['ab']);
  write('c');
  context.mock.timers.tick(5);
  write('d');
  assert.deepEqual(written, ['ab']);
  context.mock.timers.tick(5);
  assert.deepEqual(written, ['ab', 'cd']);
  context.mock.timers.tick(10);
  write('e');
  context.mock.timers.tick(0);
  assert.deepEqual(written, ['ab', 'cd', 'e']);
});

test('a flush writes at once what waits, and nothing is written twice', context => {
  const { written, write, flush } = makeWriter(context);
  write('a');
  flush();
  flush();
  context.mock.timers.tick(0);
  write('b');
  context.mock.timers.tick(0);
  write('c');
  flush();
  context.mock.timers.tick(100);
  assert.deepEqual(written, ['a', 'b', 'c']);
});

function makeWriter(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const written: string[] = [];
  return { written, ...gatheringWriter(text => written.push(text)) };
}
