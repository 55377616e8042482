import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveArea } from '../../../runner/cli/run/live-area.ts';
import { FakeScreen } from './screen.ts';

test('permanent lines scroll away above the lines that are redrawn in place', () => {
  const screen = new FakeScreen(40);
  const area = new LiveArea(screen);
  area.draw('', ['a', 'b', 'bar 0/2']);
  area.draw('done a\n', ['b', 'bar 1/2']);
  assert.equal(screen.text, 'done a\nb\nbar 1/2\n');
  area.draw('done b\n', ['c is longer', 'd', 'bar 2/4']);
  assert.equal(screen.text, 'done a\ndone b\nc is longer\nd\nbar 2/4\n');
  area.close('summary\n');
  assert.equal(screen.text, 'done a\ndone b\nsummary\n');
});

test('nothing is written while nothing changes', () => {
  const screen = new FakeScreen(40);
  const area = new LiveArea(screen);
  area.draw('', ['same']);
  area.draw('', ['same']);
  assert.equal(screen.writes, 1);
});

test('a terminal that was made narrower is redrawn without leftovers', () => {
  const screen = new FakeScreen(40);
  const area = new LiveArea(screen);
  area.draw('above\n', ['a line of twenty-five co.', 'bar']);
  screen.narrow(10);
  area.draw('', ['short', 'bar']);
  assert.equal(screen.text, 'above\nshort\nbar\n');
});
