import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makeTask } from '../make-pipeline.ts';
import { logOf, makeRoot } from '../whole-run.ts';
import { secretRun } from './secret-run.ts';

test('of a hundred megabytes every line comes through, with every secret masked', async context => {
  const root = makeRoot(context);
  const lines = 2_000_000;
  const token = 'hunter2-and-some-more-of-it';
  const memory = process.memoryUsage().rss;
  const script = `yes "line with $API_TOKEN in the middle of it" | head -n ${lines}`;
  const state = await runPipeline(secretRun(root, [makeTask('a', script)], { API_TOKEN: token }));
  assert.equal(state.status, 'success');
  assert.ok(process.memoryUsage().rss - memory < 50_000_000);
  const log = logOf(root, state, 'a');
  assert.equal(log.length, lines * 'line with *** in the middle of it\n'.length);
  assert.equal(log, 'line with *** in the middle of it\n'.repeat(lines));
});
