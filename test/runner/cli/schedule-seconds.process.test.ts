import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listRuns } from '../../../runner/run-directory/run-list.ts';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

test('a run each second, exactly one for each', async () => {
  const folder = program.folder({
    's.pipeline.yaml': 'triggers: [{ cron: "* * * * * *", overlap: allow }]\ntasks: { a: { run: "true" } }\n',
  });
  mkdirSync(join(folder, '.git'));
  const scheduling = program.start(folder, 'schedule');
  after(() => scheduling.child.kill('SIGKILL'));
  await scheduling.says(/(?:: success\n[\s\S]*){12}/);
  scheduling.child.kill('SIGTERM');
  await scheduling.ended;
  const times = (await listRuns(folder)).map(run => (run.kind === 'run' ? (run.trigger?.scheduledAt ?? 0) : 0)).sort();
  const [first = 0] = times;
  assert.ok(times.length >= 12);
  assert.deepEqual(
    times,
    times.map((_, index) => first + index * 1000),
  );
});
