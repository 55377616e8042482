import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listRuns } from '../../../runner/run-directory/run-list.ts';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

test('a run each second, exactly one for each', async () => {
  const folder = program.folder({
    's.pipeline.yaml': `
triggers: [{ cron: "* * * * * *", overlap: allow }]
tasks: { a: { run: "echo > at-\${{ run.date }}" } }
`,
  });
  mkdirSync(join(folder, '.git'));
  const scheduling = program.start(folder, 'schedule');
  after(() => scheduling.child.kill('SIGKILL'));
  await scheduling.says(/(?:: success\n[\s\S]*){12}/);
  scheduling.child.kill('SIGTERM');
  await scheduling.ended;
  const times = (await timesIn(folder)).sort();
  const [first = 0] = times;
  assert.ok(times.length >= 12);
  assert.deepEqual(
    times,
    times.map((_, index) => first + index * 1000),
  );
  const dates = readdirSync(folder).flatMap(name => (name.startsWith('at-') ? [name.slice(3)] : []));
  const due = times.map(at => new Date(at).toISOString());
  assert.deepEqual(dates.sort().slice(0, 12), due.slice(0, 12));
});

test('a run whose time is over is cancelled, and the next has its place', async () => {
  const folder = program.folder({
    's.pipeline.yaml': 'triggers: [{ cron: "* * * * * *", overlap: cancel }]\ntasks: { a: { run: sleep 100 } }\n',
  });
  mkdirSync(join(folder, '.git'));
  const scheduling = program.start(folder, 'schedule');
  after(() => scheduling.child.kill('SIGKILL'));
  await scheduling.says(/is cancelled, for its time is over[\s\S]*: cancelled\n[\s\S]* starts for /);
  scheduling.child.kill('SIGTERM');
  await scheduling.ended;
  for (const run of await listRuns(folder)) if (run.kind === 'run') await program.run(folder, 'cancel', run.id);
});

async function timesIn(folder: string): Promise<number[]> {
  const runs = await listRuns(folder);
  return runs.map(run => (run.kind === 'run' ? (run.trigger?.scheduledAt ?? 0) : 0));
}
