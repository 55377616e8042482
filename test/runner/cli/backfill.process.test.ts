import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

test('a backfill runs the times that have no run, one after the other, and what failed again when it is asked to', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': `
triggers: [{ cron: "0 3 * * *", timezone: Europe/Berlin }]
tasks: { a: { run: "echo \${{ run.date }} >> done; test -e fine || test $(wc -l < done) != 2" } }
`,
  });
  mkdirSync(join(folder, '.git'));
  const backfill = (...args: readonly string[]) =>
    program.run(folder, 'backfill', 'a.pipeline.yaml', '--from', '2026-03-28', '--to', '2026-03-30', ...args);
  const done = () =>
    readFileSync(join(folder, 'done'), 'utf8')
      .trim()
      .split('\n')
      .map(line => line.slice(0, 16));

  const plan = await backfill('--dry-run');
  assert.equal(plan.code, 0);
  assert.match(plan.out, /has no run[\s\S]*3 of 3 scheduled times are run\./);
  assert.equal((await backfill()).code, 2);
  assert.equal((await backfill('--yes')).code, 1);
  assert.deepEqual(done(), ['2026-03-28T02:00', '2026-03-29T01:00', '2026-03-30T01:00']);
  assert.match((await backfill('--yes')).out, /0 of 3 scheduled times are run\./);
  const again = await backfill('--yes', '--rerun', 'failed');
  assert.equal(again.code, 0, again.out);
  assert.match(again.out, /1 of 3 scheduled times are run\./);
  const all = await backfill('--yes', '--rerun', 'all', '--reverse', '--max-parallel-runs', '1');
  assert.equal(all.code, 0);
  assert.deepEqual(done().slice(-3), ['2026-03-30T01:00', '2026-03-29T01:00', '2026-03-28T02:00']);
});

test('some times are run at once, as many as it is told', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': `
triggers: [{ cron: "0 3 * * *", timezone: UTC }]
tasks:
  a: { run: "touch here-\${{ run.date }}; until test $(ls here-* | wc -l) -ge 2; do sleep 0.05; done", timeout: 20s }
`,
  });
  mkdirSync(join(folder, '.git'));
  const range = ['--from', '2026-01-01', '--to', '2026-01-02', '--max-parallel-runs', '2', '--yes'];
  const { code, out } = await program.run(folder, 'backfill', 'a.pipeline.yaml', ...range);
  assert.equal(code, 0, out);
});

test('a run may be for another time than now, as its schedule tells the time', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': `
triggers: [{ cron: "0 3 * * *", timezone: Europe/Berlin }]
tasks: { a: { run: "echo \${{ run.date }} \${{ trigger.kind }} > done" } }
`,
  });
  mkdirSync(join(folder, '.git'));
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', '--date', '2026-07-01')).code, 0);
  assert.equal(readFileSync(join(folder, 'done'), 'utf8'), '2026-06-30T22:00:00.000Z manual\n');
  const { code, err } = await program.run(folder, 'run', 'a.pipeline.yaml', '--date', '2026-02-30');
  assert.equal(code, 2);
  assert.match(err, /"2026-02-30" is no date such as 2026-01-31/);
});

test('what a backfill cannot do, it says', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': 'tasks: { a: { run: "true" } }\n' });
  const none = await program.run(folder, 'backfill', 'a.pipeline.yaml', '--from', '2026-01-01', '--to', '2026-01-02');
  assert.match(none.err, /has no cron trigger/);
  const cron = program.folder({ 'a.pipeline.yaml': 'triggers: [{ cron: "@daily" }]\ntasks: { a: { run: "true" } }\n' });
  const wrong = await program.run(cron, 'backfill', 'a.pipeline.yaml', '--from', '2026-02-30', '--to', '2026-03-01');
  assert.match(wrong.err, /"2026-02-30" is no date such as 2026-01-31/);
  assert.equal(wrong.code, 2);
});
