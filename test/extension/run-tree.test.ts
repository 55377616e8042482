import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endSentence, type ReadableRun } from '../../extension/runs-view/run-text.ts';
import { childTasks, pipelineFiles, pipelineLook, runLook, taskLook } from '../../extension/runs-view/run-tree.ts';
import { stateAfter } from './run-fixture.ts';

function run(overrides: Partial<ReadableRun>): ReadableRun {
  const at = { startedAt: 1000, done: 2, total: 5 };
  return {
    kind: 'run',
    id: '1',
    folder: '/r/1',
    name: 'churn',
    file: '/p/b.pipeline.yaml',
    status: 'running',
    ...at,
    ...overrides,
  };
}

describe('the Runs view', () => {
  test('shows each pipeline once: those of the workspace and those that were run', () => {
    const files = ['/w/z.pipeline.yaml', '/w/a.pipeline.yaml'];
    assert.deepEqual(pipelineFiles(files, [run({ file: '/w/z.pipeline.yaml' }), run({})]), [
      '/w/a.pipeline.yaml',
      '/p/b.pipeline.yaml',
      '/w/z.pipeline.yaml',
    ]);
  });

  test('names a pipeline after its newest run, before the first after its file', () => {
    assert.equal(pipelineLook('/w/churn.pipeline.yaml', '', undefined).label, 'churn');
    assert.equal(pipelineLook('/w/churn/pipeline.yaml', '', undefined).label, 'churn');
    assert.equal(pipelineLook('/w/x.pipeline.yaml', '', run({ name: 'Nightly' })).label, 'Nightly');
  });

  test('shows the progress of a run, then how it ended', () => {
    assert.equal(runLook(run({}), true, 13_500).description, '2/5 · 12s');
    assert.equal(runLook(run({ status: 'failed', endedAt: 126_000 }), true, 0).description, 'failed in 2m 5s');
    assert.equal(runLook(run({ status: 'cancelled', endedAt: 3000 }), true, 0).description, 'cancelled after 2s');
    assert.equal(runLook(run({ status: 'interrupted' }), true, 0).description, 'interrupted at 2/5');
  });

  test('offers to cancel only what goes on, and output only where there is some', () => {
    assert.equal(runLook(run({}), true, 0).context, 'run.active');
    assert.equal(runLook(run({ status: 'success', endedAt: 2000 }), true, 0).context, 'run.ended.success');
    const state = stateAfter(['a', 'b'], { type: 'attempt_started', at: 0, task: 'a', attempt: 1 });
    assert.equal(taskLook('a', state, 0).context, 'task.active.output');
    assert.equal(taskLook('b', state, 0).context, 'task.active');
    state.status = 'interrupted';
    assert.equal(taskLook('a', state, 0).context, 'task.ended.output');
  });

  test('opens only the newest run by itself, and no huge one', () => {
    assert.equal(runLook(run({}), true, 0).children, 'open');
    assert.equal(runLook(run({}), false, 0).children, 'closed');
    assert.equal(runLook(run({ total: 10_000 }), true, 0).children, 'closed');
  });

  test('shows a run that cannot be read, and why', () => {
    const fault = { kind: 'newer-version', version: 9 } as const;
    const look = runLook({ kind: 'unreadable', id: '7', folder: '/r/7', fault }, false, 0);
    assert.deepEqual([look.label, look.description], ['7', 'written by a newer Dagwright']);
  });
});

test('the end of a run is told in one sentence, with the tasks that failed', () => {
  assert.equal(endSentence(run({}), []), undefined);
  assert.equal(endSentence(run({ status: 'success', endedAt: 3000 }), []), 'churn: success in 2s.');
  assert.equal(
    endSentence(run({ status: 'failed', endedAt: 3000 }), ['a', 'b', 'c', 'd', 'e']),
    'churn: failed in 2s, at a, b, c and 2 more.',
  );
});

test('a group tells how many of its members have ended', () => {
  const [member] = stateAfter(['convert']).started.pipeline.tasks;
  assert.ok(member);
  const members = [0, 1, 2].map(index => ({ ...member, name: `convert[${index}]`, group: 'convert' }));
  const state = stateAfter(
    ['convert'],
    { type: 'group_opened', at: 1, task: 'convert', members },
    { type: 'task_ended', at: 2, task: 'convert[1]', status: 'success' },
  );
  const group = state.tasks.get('convert');
  assert.ok(group);
  Object.assign(group, { definition: { ...group.definition, foreach: { list: 'x', as: 'item' } } });
  assert.match(taskLook('convert', state, 3).description, /1\/3$/);
  assert.doesNotMatch(taskLook('convert[1]', state, 3).description, /\//);
});

test('members stand below their group, also those that became known in the run', () => {
  const [member] = stateAfter(['m']).started.pipeline.tasks;
  assert.ok(member);
  const members = [{ ...member, name: 'convert[0]', group: 'convert' }];
  const state = stateAfter(['convert', 'end'], { type: 'group_opened', at: 1, task: 'convert', members });
  assert.deepEqual(childTasks(state, undefined), ['convert', 'end']);
  assert.deepEqual(childTasks(state, 'convert'), ['convert[0]']);
});
