import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elapsedText, taskStatusText } from '../../extension/task-lines/status-text.ts';
import type { Outcome, Reason, RunEvent } from '../../runner/event.ts';
import { stateAfter } from './run-fixture.ts';

const start = (attempt: number, at: number): RunEvent => ({ type: 'attempt_started', at, task: 'a', attempt });
const end = (attempt: number, at: number, outcome: Outcome, retryAt?: number): RunEvent => ({
  ...{ type: 'attempt_ended', at, task: 'a', attempt, outcome },
  ...(retryAt === undefined ? {} : { retryAt }),
});
const ended = (
  status: 'success' | 'failed' | 'skipped' | 'upstream_failed' | 'cancelled',
  reason?: Reason,
): RunEvent => ({
  ...{ type: 'task_ended', at: 9000, task: 'a', status },
  ...(reason ? { reason } : {}),
});

function says(expected: string, now: number, ...events: RunEvent[]): void {
  const task = stateAfter(['a'], ...events).tasks.get('a');
  assert.equal(task && taskStatusText(task, now), expected);
}

describe('the text beside a task', () => {
  test('is empty while nothing has happened', () => says('', 0));
  test('counts whole seconds while it runs', () => says('running 3s', 3900, start(1, 0)));
  test('names the attempt from the second on', () => {
    says('running 0s · attempt 2', 5100, start(1, 0), end(1, 1000, { kind: 'exit', code: 1 }, 5000), start(2, 5000));
  });
  test('says how an attempt failed and when the next comes', () => {
    says(
      'attempt 1 failed (exit code 7) · retrying in 4s',
      1500,
      start(1, 0),
      end(1, 1000, { kind: 'exit', code: 7 }, 5000),
    );
  });
  test('says how long a group was open', () => {
    const opened: RunEvent = { type: 'group_opened', at: 4000, task: 'a', members: [] };
    says('running 3s', 7900, opened);
    says('success in 5s', 9500, opened, ended('success'));
  });
  test('says how long a success took', () => {
    says('success in 2s', 9000, start(1, 0), end(1, 2000, { kind: 'success' }), ended('success'));
  });
  test('says why it failed', () => {
    says('failed (exit code 1) in 2s', 9000, start(1, 0), end(1, 2000, { kind: 'exit', code: 1 }), ended('failed'));
    says(
      'failed (timed out after 5s) in 5s',
      9000,
      start(1, 0),
      end(1, 5000, { kind: 'timeout', afterMs: 5000 }),
      ended('failed'),
    );
    says(
      'failed (killed by SIGKILL) in 1s',
      9000,
      start(1, 0),
      end(1, 1000, { kind: 'signal', signal: 'SIGKILL' }),
      ended('failed'),
    );
    says('failed: no such folder', 9000, ended('failed', { kind: 'error', message: 'no such folder' }));
  });
  test('says why it was not run', () => {
    const rule: Reason = { kind: 'rule', rule: 'all_success', task: 'load', status: 'failed' };
    says('upstream failed: load failed', 9000, ended('upstream_failed', rule));
    says(
      'skipped: its condition is false: params.x > 1',
      9000,
      ended('skipped', { kind: 'condition', expression: 'params.x > 1' }),
    );
  });
});

test('a time that goes on never shows a negative or a broken second', () => {
  assert.equal(elapsedText(1000, undefined, 500), '0s');
  assert.equal(elapsedText(0, undefined, 61_900), '1m 1s');
  assert.equal(elapsedText(0, 450, 9000), '450ms');
});
