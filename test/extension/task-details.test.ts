import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskDetails } from '../../extension/runs-view/task-details.ts';
import { taskTimes } from '../../extension/task-lines/task-times.ts';
import { stateAfter } from './run-fixture.ts';

test('a hover over a task says where it runs and how it went before, and nothing where its row says it all', () => {
  const started = { type: 'attempt_started', at: 0, task: 'a', attempt: 1 } as const;
  const place = { executor: 'cluster', job: '7' };
  const failed = { ...started, type: 'attempt_ended', at: 5, outcome: { kind: 'exit', code: 1 }, retryAt: 5 } as const;
  const again = { ...started, at: 9, attempt: 2, place } as const;
  assert.deepEqual(taskDetails(stateAfter(['a'], started), 'a'), []);
  const state = stateAfter(['a'], started, failed, again);
  assert.deepEqual(taskDetails(state, 'a'), [
    ['Task', 'a'],
    ['Runs at', 'cluster: job 7'],
    ['', 'attempt 1: exit code 1 in 5ms'],
  ]);
  assert.equal(taskTimes(state)[0]?.attempts[1]?.place, 'cluster: job 7');
});
