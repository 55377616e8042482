import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { prepareRun } from '../../../runner/cli/run/prepare-run.ts';
import { makeRoot } from '../whole-run.ts';

test('Who runs a file with triggers by hand is told that they start nothing by themselves', async context => {
  const file = join(makeRoot(context), 'pipeline.yaml');
  writeFileSync(file, 'triggers: [{ cron: "0 2 * * *" }]\ntasks: { a: { run: "true" } }\n');
  assert.deepEqual((await prepareRun(file, { param: [] })).notes, [
    'The file has "triggers", and no scheduler runs. Start them: dagwright schedule',
  ]);
  writeFileSync(file, 'tasks: { a: { run: "true" } }\n');
  assert.deepEqual((await prepareRun(file, { param: [] })).notes, []);
});
