import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord } from '../../runner/cli/runs/run-record.ts';
import { placeText } from '../../runner/run-directory/wording.ts';
import { stateAfter } from '../extension/run-fixture.ts';

test('where an attempt runs is known from its start, better later, and stands in the record of its run', () => {
  const begun = { type: 'attempt_started', at: 1, task: 'a', attempt: 1, place: { executor: 'cluster' } } as const;
  const place = { executor: 'cluster', job: '7', host: 'n1' };
  assert.deepEqual(stateAfter(['a'], begun).tasks.get('a')?.attempts[0]?.place, { executor: 'cluster' });
  const state = stateAfter(['a'], begun, { type: 'attempt_placed', at: 2, task: 'a', attempt: 1, place });
  assert.deepEqual(state.tasks.get('a')?.attempts[0]?.place, place);
  assert.match(JSON.stringify(runRecord('1', '/', state)), /"place":\{"executor":"cluster","job":"7","host":"n1"\}/);
});

test('where an attempt runs is said in a few words', () => {
  assert.equal(placeText({ executor: 'cluster' }), 'cluster');
  assert.equal(placeText({ executor: 'cluster', job: '7', host: 'n1' }), 'cluster: job 7 on n1');
  assert.equal(placeText({ executor: 'k', pod: 'ml/a-x', host: 'n1' }), 'k: pod ml/a-x on n1');
  assert.equal(placeText({ executor: 'boxes', host: 'gpu2' }), 'boxes: on gpu2');
});
