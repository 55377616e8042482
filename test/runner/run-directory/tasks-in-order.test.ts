import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tasksInOrder } from '../../../runner/run-directory/tasks-in-order.ts';
import { applyEvent, initialState } from '../../../runner/run-state.ts';
import { runStarted, task } from './journal.ts';

test('members that came in later stand below their group, whatever is in them too', () => {
  const state = initialState(runStarted([task('each'), task('last'), { ...task('m[x=1]'), group: 'm' }]));
  const members = [
    { ...task('each[0]'), group: 'each' },
    { ...task('each[1]'), group: 'each' },
    { ...task('each[0]/a'), group: 'each[0]' },
  ];
  applyEvent(state, { type: 'group_opened', at: 1, task: 'each', members });
  const names = tasksInOrder(state).map(({ name }) => name);
  assert.deepEqual(names, ['each', 'each[0]', 'each[0]/a', 'each[1]', 'last', 'm[x=1]']);
});
