import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { runPath } from '../../../runner/history/run-path.ts';
import { applyEvent, initialState, type RunState } from '../../../runner/run-state.ts';
import { startOf } from '../../extension/run-fixture.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';

test('the critical path goes back from the last end to the need that ended last', () => {
  const state = runOf(
    [
      makeTask('load', ''),
      makeTask('slow', '', { needs: ['load'] }),
      makeTask('fast', '', { needs: ['load'] }),
      makeTask('join', '', { needs: ['fast', 'slow'] }),
      makeTask('alone', ''),
    ],
    [ran('load', 0, 10), ran('alone', 0, 45), ran('slow', 10, 40), ran('fast', 11, 20), ran('join', 41, 50)],
  );
  const { critical, slackMs } = runPath(state);
  assert.deepEqual(critical, ['load', 'slow', 'join']);
  assert.deepEqual(Object.fromEntries(slackMs), { load: 1, slow: 1, fast: 21, join: 0, alone: 5 });
});

test('what was skipped is no work, and the way through a group goes by its members', () => {
  const matrix = { axes: { n: [1, 2] }, include: [], exclude: [] };
  const state = runOf(
    [
      makeTask('load', ''),
      makeTask('train', '', { needs: ['load'], matrix }),
      makeTask('train[n=1]', '', { group: 'train' }),
      makeTask('train[n=2]', '', { group: 'train' }),
      makeTask('report', '', { needs: ['train'] }),
      makeTask('alert', '', { needs: ['report'] }),
    ],
    [
      ran('load', 0, 10),
      [{ type: 'group_opened', at: 10, task: 'train' }],
      ran('train[n=1]', 10, 30),
      ran('train[n=2]', 10, 60),
      [{ type: 'task_ended', at: 60, task: 'train', status: 'success' }],
      ran('report', 61, 70),
      [{ type: 'task_ended', at: 70, task: 'alert', status: 'skipped' }],
    ],
  );
  const { critical, slackMs } = runPath(state);
  assert.deepEqual(critical, ['load', 'train[n=2]', 'report']);
  assert.deepEqual(Object.fromEntries(slackMs), { load: 1, 'train[n=1]': 31, 'train[n=2]': 1, report: 0 });
});

test('who waited for a free place waited for the attempt that gave it up, also of a task that it does not need', () => {
  const state = runOf(
    [makeTask('a', ''), makeTask('b', ''), makeTask('c', ''), makeTask('d', '', { needs: ['b'] })],
    [
      ...['a', 'b', 'c'].map((task): RunEvent[] => [{ type: 'task_queued', at: 0, task }]),
      ran('b', 1, 10),
      [{ type: 'task_queued', at: 10, task: 'd' }],
      ran('a', 1, 20),
      ran('c', 20, 50),
      ran('d', 10, 15),
    ],
  );
  const { critical, placeOf, slackMs } = runPath(state);
  assert.deepEqual(critical, ['a', 'c']);
  assert.deepEqual([...placeOf], [['c', 'a']]);
  assert.deepEqual(Object.fromEntries(slackMs), { a: 0, b: 35, c: 0, d: 35 });
});

test('a task that is tried again waits for its own attempt before, and for the place of another only then', () => {
  const state = runOf(
    [makeTask('a', '', { retries: 1 }), makeTask('b', '')],
    [
      [
        ...[0, 1].map((at): RunEvent => ({ type: 'task_queued', at, task: at === 0 ? 'a' : 'b' })),
        { type: 'attempt_started', at: 0, task: 'a', attempt: 1 },
        { type: 'attempt_ended', at: 9, task: 'a', attempt: 1, outcome: { kind: 'exit', code: 1 }, retryAt: 12 },
      ],
      ran('b', 9, 30).slice(0, 1),
      [{ type: 'task_queued', at: 12, task: 'a' }],
      ran('b', 9, 30).slice(1),
      [
        { type: 'attempt_started', at: 30, task: 'a', attempt: 2 },
        { type: 'attempt_ended', at: 40, task: 'a', attempt: 2, outcome: { kind: 'success' } },
        { type: 'task_ended', at: 40, task: 'a', status: 'success' },
      ],
    ],
  );
  const { critical, placeOf } = runPath(state);
  assert.deepEqual(critical, ['a', 'b', 'a']);
  assert.deepEqual(Object.fromEntries(placeOf), { a: 'b', b: 'a' });
});

test('what a rule did not wait for is not what held it up', () => {
  const one = { needs: ['slow', 'quick'], triggerRule: 'one_success' } as const;
  const state = runOf(
    [makeTask('slow', ''), makeTask('quick', ''), makeTask('next', '', one)],
    [ran('quick', 0, 10), ran('next', 10, 90), ran('slow', 0, 50)],
  );
  assert.deepEqual(runPath(state).critical, ['quick', 'next']);
});

test('a run that has just begun has neither', () => {
  const state = runOf([makeTask('load', '')], []);
  assert.deepEqual(runPath(state), { critical: [], placeOf: new Map(), slackMs: new Map() });
});

function runOf(tasks: readonly Task[], events: readonly (readonly RunEvent[])[]): RunState {
  const state = initialState(startOf([], { pipeline: makePipeline(tasks) }));
  for (const event of events.flat()) applyEvent(state, event);
  return state;
}

function ran(task: string, from: number, to: number): readonly RunEvent[] {
  return [
    { type: 'attempt_started', at: from, task, attempt: 1 },
    { type: 'attempt_ended', at: to, task, attempt: 1, outcome: { kind: 'success' } },
    { type: 'task_ended', at: to, task, status: 'success' },
  ];
}
