import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../runner/event.ts';
import { parseEventLine } from '../../runner/run-directory/event-line.ts';
import { fences, root } from './pages.ts';

const everyType: Record<RunEvent['type'], true> = {
  run_started: true,
  run_resumed: true,
  group_opened: true,
  task_queued: true,
  attempt_started: true,
  attempt_placed: true,
  attempt_ended: true,
  task_ended: true,
  cancel_requested: true,
  run_ended: true,
};

test('docs/run-directory.md shows a line of every event that the reader understands', () => {
  const page = readFileSync(join(root, 'docs/run-directory.md'), 'utf8');
  const lines = fences(page, 'json').filter(line => line.includes('"at":'));
  const types = lines.map(line => parseEventLine(line.trim())?.type ?? `not understood: ${line}`);
  assert.deepEqual([...new Set(types)].sort(), Object.keys(everyType).sort());
});
