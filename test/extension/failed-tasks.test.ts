import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { failedTasks } from '../../extension/run-problems/failed-tasks.ts';
import { FailureTexts } from '../../extension/run-problems/failure-texts.ts';
import { taskMarks } from '../../extension/task-lines/task-marks.ts';
import type { RunEvent } from '../../runner/event.ts';
import { attemptPath, outputLog, tasksFolder } from '../../runner/layout.ts';
import { applyEvent, initialState, type RunState } from '../../runner/run-state.ts';
import { startOf } from './run-fixture.ts';

function failed(task: string, at: number): RunEvent[] {
  return [
    { type: 'attempt_started', at, task, attempt: 1 },
    { type: 'attempt_ended', at: at + 1000, task, attempt: 1, outcome: { kind: 'exit', code: 3 } },
    { type: 'task_ended', at: at + 1000, task, status: 'failed' },
  ];
}

/** A run in which `train` is the group of `train[fold=1]` and `train[fold=2]`. */
function runOf(file: string, ...events: RunEvent[]): RunState {
  const start = startOf(['load', 'train', 'train[fold=1]', 'train[fold=2]'], { file });
  const tasks = start.pipeline.tasks.map(task => {
    if (task.name === 'train') return { ...task, matrix: { axes: { fold: [1, 2] }, include: [], exclude: [] } };
    return task.name.startsWith('train[') ? { ...task, group: 'train' } : task;
  });
  const state = initialState({ ...start, pipeline: { ...start.pipeline, tasks } } as typeof start);
  for (const event of events) applyEvent(state, event);
  return state;
}

test('the tasks of the file that failed come in the order of their failures, a group with its first member that failed', () => {
  const state = runOf(
    '/p.yaml',
    ...failed('train[fold=2]', 500),
    ...failed('load', 2000),
    ...failed('train[fold=1]', 5000),
    { type: 'task_ended', at: 7000, task: 'train', status: 'failed' },
  );
  assert.deepEqual(
    failedTasks(state).map(({ name, cause, members }) => [name, cause.name, members]),
    [
      ['train', 'train[fold=2]', 2],
      ['load', 'load', 0],
    ],
  );
});

test('a failure tells its last line and the last place in a file that is there, read once and told of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'failure-'));
  try {
    mkdirSync(tasksFolder(folder), { recursive: true });
    writeFileSync(join(folder, 'train.py'), 'x = 1\n');
    const trace = 'File "train.py", line 1, in <module>\nFile "gone.py", line 9\n\u001b[31mValueError: no\u001b[0m\n\n';
    writeFileSync(outputLog(attemptPath(folder, 'load', 1)), trace);
    const state = runOf(join(folder, 'p.yaml'), ...failed('load', 0));
    const task = state.tasks.get('load');
    assert.ok(task);
    const texts = new FailureTexts();
    assert.equal(texts.of(folder, state, task), undefined);
    await new Promise<void>(resolve => void texts.onDidRead(resolve));
    const text = texts.of(folder, state, task);
    assert.deepEqual(
      [text?.line, text?.place],
      ['ValueError: no', { path: join(folder, 'train.py'), line: 1, column: 1 }],
    );
    const marks = taskMarks(new Map([['load', 2]]), state, 0, one => texts.of(folder, state, one)?.line);
    assert.equal(marks.get('failed')?.[0]?.text, 'failed (exit code 3) in 1s · ValueError: no');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
