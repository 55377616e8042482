import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wishesOf } from '../../extension/vscode-tasks/task-definition.ts';

test('a task of tasks.json runs a file, or a task of it with its params', () => {
  assert.deepEqual(wishesOf({ type: 'dagwright', file: 'a.pipeline.yaml' }), {
    file: 'a.pipeline.yaml',
    wishes: { params: {} },
  });
  assert.deepEqual(wishesOf({ file: 'a.pipeline.yaml', task: 'train', with: 'only', params: { x: 1, on: true } }), {
    file: 'a.pipeline.yaml',
    wishes: { params: { x: '1', on: 'true' }, request: { kind: 'run', part: { task: 'train', with: 'only' } } },
  });
});

test('anything else in tasks.json is a sentence, never an error', () => {
  for (const definition of [
    {},
    { file: 1 },
    { file: 'a', task: [] },
    { file: 'a', with: 'all' },
    { file: 'a', params: [] },
  ])
    assert.equal(typeof wishesOf(definition), 'string');
});
