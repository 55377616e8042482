import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

test('cache tells what is kept, prunes it to a size, and clears it', async () => {
  const folder = program.folder({
    'demo.pipeline.yaml': `
tasks:
  make: { run: head -c 5000 /dev/zero > made, outputs: { made: { path: made } }, cache: true }
`,
  });
  assert.match((await program.run(folder, 'cache')).out, /^0 successes with 0 B of files: /);
  await program.run(folder, 'run', 'demo.pipeline.yaml');
  assert.match((await program.run(folder, 'run', 'demo.pipeline.yaml')).out, /1 cached/);
  assert.match((await program.run(folder, 'cache')).out, /^1 success with 4\.9 KiB of files: /);
  const pruned = await program.run(folder, 'cache', '--prune', '--max-size', '1kB');
  assert.match(pruned.out, /^4\.9 KiB removed\. 0 successes with 0 B of files: /);
  await program.run(folder, 'run', 'demo.pipeline.yaml');
  await program.run(folder, 'cache', '--clear');
  const { successes } = JSON.parse((await program.run(folder, 'cache', '--format', 'json')).out);
  assert.equal(successes, 0);
  const refused = await program.run(folder, 'cache', '--max-size', '5 apples');
  assert.equal(refused.code, 2);
  assert.match(refused.err, /It must be a size: 500MB, 2GiB\./);
});

test('clean removes old runs, tells which would go, and wants to be told what to keep', async () => {
  const folder = program.folder({ 'demo.pipeline.yaml': 'tasks: { a: { run: "true" } }\n' });
  for (let round = 0; round < 3; round++) await program.run(folder, 'run', 'demo.pipeline.yaml');
  const runs = () => readdirSync(join(folder, '.dagwright', 'runs')).length;
  assert.match(
    (await program.run(folder, 'clean', '--keep', '1', '--dry-run')).out,
    /2 of 3 runs would be removed\.\n$/,
  );
  assert.equal(runs(), 3);
  assert.match((await program.run(folder, 'clean', '--older-than', '1d')).out, /^0 of 3 runs removed\.\n$/);
  assert.match((await program.run(folder, 'clean', '--keep', '1')).out, /^2 of 3 runs removed\.\n$/);
  assert.equal(runs(), 1);
  const { code, err } = await program.run(folder, 'clean');
  assert.equal(code, 2);
  assert.match(err, /Say which runs may go: --keep N, --older-than 30d, or both\./);
});
