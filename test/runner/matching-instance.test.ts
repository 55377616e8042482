import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import type { Instance } from '../../pipeline/pipeline.ts';
import { unrollPipeline } from '../../pipeline/unroll/unroll-pipeline.ts';
import { noUsedFiles } from '../../pipeline/unroll/used-files.ts';
import { MatchingInstances } from '../../runner/matching-instance.ts';
import { initialState } from '../../runner/run-state.ts';
import { TaskIndex } from '../../runner/task-index.ts';

const matrix = [
  '{ model: [linear, forest], fold: [1, 2], include: [{ model: forest, trees: 100 },',
  '{ model: flat, fold: 0, deep: 1 }, { model: flat, fold: 0, deep: 2 }, { fold: 3 }] }',
].join(' ');

test('a reader finds the instance of its axes, whatever include has added to it', () => {
  assert.equal(matching({ model: 'linear', fold: 1 }), 'train[model=linear,fold=1]');
  assert.equal(matching({ model: 'forest', fold: 2 }), 'train[model=forest,fold=2]');
  assert.equal(matching({ model: 'forest', fold: 2, trees: 100, more: true }), 'train[model=forest,fold=2]');
});

test('a reader finds no instance where several have its values, or one of its axes is another', () => {
  assert.equal(matching({ model: 'flat', fold: 0 }), undefined);
  assert.equal(matching({ model: 'flat', fold: 0, deep: 2 }), 'train[model=flat,fold=0,deep=2]');
  assert.equal(matching({ model: 'forest', fold: '2' }), undefined);
  assert.equal(matching({ model: 'forest' }), undefined);
  assert.equal(matching({ fold: 3, model: 'linear' }), 'train[fold=3]');
});

function matching(reader: NonNullable<Instance['matrix']>): string | undefined {
  const { pipeline } = analyse(`tasks:\n  train:\n    run: x\n    matrix: ${matrix}\n`);
  assert.ok(pipeline);
  const unrolled = unrollPipeline(pipeline, '/a.yaml', noUsedFiles);
  assert.ok(unrolled.ok);
  const state = initialState({
    ...{ type: 'run_started', at: 0, version: 1, runId: 'r', name: 'a', file: '/a.yaml', fileHash: '', params: {} },
    ...{ maxParallel: 1, failFast: false, host: 'h', pid: 7, versions: { dagwright: '0', node: '24' } },
    pipeline: { ...pipeline, tasks: unrolled.tasks },
  });
  const group = state.tasks.get('train');
  assert.ok(group);
  return new MatchingInstances(new TaskIndex(state)).find(group, reader)?.name;
}
