import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHistory } from '../../../runner/history/history-file.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { makeRoot, optionsFor } from '../whole-run.ts';

test('each run adds to what is remembered of its tasks', async context => {
  const root = makeRoot(context);
  const options = optionsFor(root, makePipeline([makeTask('a', 'true'), makeTask('b', 'false')]));
  const first = await runPipeline(options);
  const second = await runPipeline(options);
  const history = readHistory(root, options.file);
  assert.deepEqual(history?.runs, [second.started.runId, first.started.runId]);
  assert.deepEqual([history?.tasks.get('a')?.length, history?.tasks.get('b')], [2, undefined]);
});
