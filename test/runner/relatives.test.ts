import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Kin, relatives } from '../../runner/processes/relatives.ts';
import { isTarget } from '../../runner/processes/send-signal.ts';

/** A machine: 1 and 2 are the system's, 50 a login, 60 the runner, 70 and 71 its shells. */
const table = [
  { pid: 1, parent: 0, group: 0 },
  { pid: 2, parent: 0, group: 0 },
  { pid: 9, parent: 2, group: 0 },
  { pid: 40, parent: 1, group: 0 },
  { pid: 50, parent: 1, group: 50 },
  { pid: 60, parent: 50, group: 50 },
  { pid: 70, parent: 60, group: 70 },
  { pid: 71, parent: 60, group: 71 },
  { pid: 80, parent: 70, group: 70, birthmark: 'a' },
  { pid: 81, parent: 1, group: 81, birthmark: 'a' },
  { pid: 82, parent: 81, group: 82 },
  { pid: 90, parent: 71, group: 71, birthmark: 'b' },
];

function found(kin: Partial<Kin>): number[] {
  const whole = { bears: () => false, groups: new Set<number>(), spared: new Set([60, 70, 71]), ...kin };
  return relatives(table, whole).map(({ pid }) => pid);
}

test('an attempt is known by its birthmark, with all that descends from it', () => {
  assert.deepEqual(found({ bears: mark => mark === 'a' }), [80, 81, 82]);
});

test('what shares the group of a shell is of its attempt, the shell is not', () => {
  assert.deepEqual(found({ groups: new Set([70]) }), [80]);
});

test('no mark and no group ever reaches the system, the runner, or what the runner was started by', () => {
  assert.deepEqual(found({ groups: new Set([0, 1, -1, Number.NaN]) }), []);
  assert.deepEqual(found({ groups: new Set([50]) }), []);
  const all = found({ bears: () => true, groups: new Set([0, 1, 2, 50, 70, 71]) });
  assert.deepEqual(all, [80, 81, 82, 90]);
});

test('the numbers by which kill(2) means everything, or the own group, name nobody', () => {
  assert.deepEqual([0, -0, 1, -1, Number.NaN, 1.5, Number.POSITIVE_INFINITY].filter(isTarget), []);
  assert.deepEqual([2, -2, 4_194_304].map(isTarget), [true, true, true]);
});
