import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord } from '../../../runner/cli/runs/run-record.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { makeTask } from '../make-pipeline.ts';
import { ran, stateAfter } from './run-states.ts';

test('what was not measured is null, and never 0', () => {
  const events = ran('a', 0, 10, 50).map(event =>
    event.type === 'attempt_ended' ? ({ ...event, usage: { cpuMs: 0 } } satisfies RunEvent) : event,
  );
  const state = stateAfter([makeTask('a', ''), makeTask('b', '')], [...events, ...ran('b', 0, 10, 20)]);
  const { tasks } = JSON.parse(JSON.stringify(runRecord('r', '/r', state)));
  assert.deepEqual(
    tasks.map((task: { attempts: { usage: unknown }[] }) => task.attempts[0]?.usage),
    [
      { cpuMs: 0, peakMemoryBytes: null },
      { cpuMs: null, peakMemoryBytes: null },
    ],
  );
});
