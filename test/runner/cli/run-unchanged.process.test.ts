import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { journalFile, runFolder, runsFolder, shellsFile } from '../../../runner/layout.ts';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const tasks = Array.from({ length: 101 }, (_, place) => `  t${place}: { run: "true", cache: true }\n`).join('');
const copy = '  copy: { run: cp in out, inputs: [in], outputs: { o: { path: out } }, cache: true }\n';
const files = { 'p.pipeline.yaml': `params: { rate: 1 }\ntasks:\n${tasks}${copy}`, in: 'a\n' };

test('a run of which nothing has changed says, shows and answers what the usual one does', async () => {
  const folder = program.folder(files);
  const run = async (...more: readonly string[]) => {
    const { code, out, err } = await program.run(folder, 'run', 'p.pipeline.yaml', ...more);
    assert.equal(code, 0, err);
    return sameFor(out, newest(folder));
  };
  await run();
  const usual = await run();
  assert.ok(!isRetold(folder));
  assert.equal(await run(), usual);
  assert.ok(isRetold(folder));
  const told = await run('--format', 'json', '--max-parallel', '1', '--keep-runs', '3');
  assert.ok(isRetold(folder));
  assert.equal(told, sameFor(readFileSync(journalFile(runFolder(folder, newest(folder))), 'utf8'), newest(folder)));
  assert.equal(readdirSync(runsFolder(folder)).length, 3);
  assert.match((await program.run(folder, 'show', 'last')).out, /102/);
  assert.match(
    (await program.run(folder, 'why', 'last', 'copy')).out,
    /was not run: nothing that it depends on has changed/,
  );
  const detached = await program.run(folder, 'run', 'p.pipeline.yaml', '--detach');
  assert.ok(isRetold(folder));
  assert.equal(detached.out.trim(), newest(folder));
});

test('what has changed is run, and then nothing is again', async () => {
  const folder = program.folder(files);
  const run = async (...more: readonly string[]) => {
    const { code, out, err } = await program.run(folder, 'run', 'p.pipeline.yaml', ...more);
    assert.equal(code, 0, err);
    return /: (\d+ success.*)\n/.exec(out)?.[1];
  };
  for (let round = 0; round < 3; round++) await run();
  assert.ok(isRetold(folder));
  writeFileSync(join(folder, 'in'), 'b\n');
  assert.equal(await run(), '102 success (101 cached)');
  assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'b\n');
  for (const more of [['--param', 'rate=2'], ['--no-cache'], ['--date', '2026-01-01'], ['t1']]) {
    await run(...more);
    assert.ok(!isRetold(folder), more.join(' '));
  }
  await run();
  await run();
  assert.ok(isRetold(folder));
});

/** Nothing that could run a task was made ready. */
function isRetold(folder: string): boolean {
  return !existsSync(shellsFile(runFolder(folder, newest(folder))));
}

function newest(folder: string): string {
  return readdirSync(runsFolder(folder)).sort().at(-1) ?? '';
}

function sameFor(text: string, runId: string): string {
  return text
    .replaceAll(runId, 'RUN')
    .replace(/\d\d:\d\d:\d\d/g, 'TIME')
    .replace(/ in \S+:/, ' in SOME TIME:');
}
