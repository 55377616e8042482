import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ringText, triggerRing } from '../../pipeline/uses/trigger-ring.ts';

const starters: Readonly<Record<string, readonly string[]>> = {
  a: ['b'],
  b: ['x', 'c'],
  c: ['a'],
  x: [],
  self: ['self'],
  d: ['a'],
};
const startersOf = (file: string) => starters[file] ?? [];

test('pipelines that start one another are a ring, told in the order in which they start', () => {
  assert.equal(
    ringText(triggerRing('a', 'b', startersOf) ?? []),
    'These pipelines start one another, so they would never rest: a → c → b → a.',
  );
  assert.equal(
    ringText(triggerRing('self', 'self', startersOf) ?? []),
    'The end of self starts it again, so it would never rest.',
  );
});

test('what a ring starts, without being in it, is in no ring', () => {
  assert.equal(triggerRing('d', 'a', startersOf), undefined);
});
