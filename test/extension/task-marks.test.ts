import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { taskMarks } from '../../extension/task-lines/task-marks.ts';
import { stateAfter } from './run-fixture.ts';

const started = (task: string) => ({ type: 'attempt_started', at: 1000, task, attempt: 1 }) as const;

describe('marks in the text', () => {
  test('stand on the line where the task is now, and only on tasks that the text still has', () => {
    const state = stateAfter(['a', 'b', 'c'], started('a'), started('b'));
    const marks = taskMarks(
      new Map([
        ['b', 7],
        ['c', 9],
      ]),
      state,
      3000,
    );
    assert.deepEqual([...marks], [['running', [{ task: 'b', line: 7, text: 'running 2s' }]]]);
  });

  test('do not say that something runs when its runner died', () => {
    const state = stateAfter(['a'], started('a'));
    state.status = 'interrupted';
    const marks = taskMarks(new Map([['a', 1]]), state, 3000);
    assert.deepEqual([...marks], [['interrupted', [{ task: 'a', line: 1, text: 'interrupted' }]]]);
  });
});
