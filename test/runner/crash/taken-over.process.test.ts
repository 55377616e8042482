import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { journalFile, ownerFile, runFolder } from '../../../runner/layout.ts';
import { resumeRun } from '../../../runner/resume/resume-run.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { noPid } from '../run-directory/journal.ts';
import { makeRoot, optionsFor } from '../whole-run.ts';

test('what a run takes over it has taken over from its first record on: killed after that, it runs none of it', async context => {
  const root = makeRoot(context);
  const effect = 'echo $PIPELINE_TASK >>effects';
  const pipeline = makePipeline([
    makeTask('a', effect),
    makeTask('each', effect, { needs: ['a'], foreach: { list: 'fromJSON(\'["x"]\')', as: 'item' } }),
    makeTask('b', effect, { needs: ['each'] }),
  ]);
  const takenOver = new Map(['a', 'each[item=x]'].map(name => [name, { run: 'before', outputs: { n: 1 } }]));
  await runPipeline(optionsFor(root, pipeline, { runId: 'r', takenOver }));
  const run = runFolder(root, 'r');
  const [first = ''] = readFileSync(journalFile(run), 'utf8').split('\n');
  writeFileSync(journalFile(run), `${JSON.stringify({ ...JSON.parse(first), pid: noPid })}\n`);
  rmSync(ownerFile(run, 1));
  rmSync(join(root, 'effects'));
  const state = await resumeRun({ run, dagwrightVersion: '0' });
  assert.equal(state.status, 'success');
  assert.deepEqual(state.tasks.get('a')?.source, { kind: 'run', run: 'before' });
  assert.deepEqual(state.tasks.get('a')?.outputs, { n: 1 });
  assert.ok(existsSync(join(root, 'effects')));
  assert.equal(readFileSync(join(root, 'effects'), 'utf8'), 'b\n');
});
