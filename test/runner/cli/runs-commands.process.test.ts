import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
let folder: string;
before(async () => {
  program = await Program.make();
  folder = program.folder({
    'demo.pipeline.yaml': `
params: { region: { type: string, default: eu } }
tasks:
  flaky: { run: "echo attempt $PIPELINE_ATTEMPT; test $PIPELINE_ATTEMPT = 2", retries: 1 }
  rows: { run: 'echo rows=3 >> "$PIPELINE_OUTPUT"', outputs: { rows: integer } }
  never: { needs: [rows], if: tasks.rows.outputs.rows > 5, run: "true" }
`,
  });
  await program.run(folder, 'run', 'demo.pipeline.yaml', '--max-parallel', '2');
});
after(() => program[Symbol.dispose]());

test('runs lists each run with its name, status and how far it is', async () => {
  const { code, out } = await program.run(folder, 'runs');
  assert.equal(code, 0);
  assert.match(out, /^✓ {2}\d{8}-\d{6}-\w+ {2}demo {2}success {2}3\/3 {2}\S+ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/);
});

test('show tells the tasks with attempts, reasons and outputs, and what the run was', async () => {
  const { out } = await program.run(folder, 'show', 'last');
  assert.match(out, /^✓ demo {2}success\n/);
  assert.match(out, /param region +eu\n/);
  assert.match(out, /✓ {2}flaky +success +\S+ +2 attempts\n/);
  assert.match(out, /⊘ {2}never +skipped +its condition is false: tasks\.rows\.outputs\.rows > 5\n/);
  assert.match(out, /rows\.rows {2}3\n/);
});

test('show as JSON has the same for programs', async () => {
  const shown = JSON.parse((await program.run(folder, 'show', 'last', '--format', 'json')).out);
  assert.equal(shown.status, 'success');
  assert.deepEqual(shown.params, { region: 'eu' });
  assert.deepEqual(
    shown.tasks.map((task: { name: string; status: string }) => [task.name, task.status]),
    [
      ['flaky', 'success'],
      ['rows', 'success'],
      ['never', 'skipped'],
    ],
  );
  assert.deepEqual(shown.tasks[1].outputs, { rows: 3 });
});

test('show tells when each task ran, and what held the run up', async () => {
  const { out } = await program.run(folder, 'show', 'last');
  assert.match(out, /tasks +3\/3: 2 success, 1 skipped\n/);
  assert.match(out, /\n {2}flaky {2}[█┄░ ]+ {2}\S+\n/);
  const { tasks, criticalPath } = JSON.parse((await program.run(folder, 'show', 'last', '--format', 'json')).out);
  assert.ok(
    tasks[0].attempts.every(
      (attempt: { durationMs: number; queueMs: number }) => attempt.durationMs >= 0 && attempt.queueMs >= 0,
    ),
  );
  assert.equal(criticalPath.length, 1);
});

test('diff tells what differed from the run before, or that there was none', async () => {
  const place = program.folder({
    'p.pipeline.yaml': 'params: { a: { type: integer, default: 1 } }\ntasks: { t: { run: "true" } }\n',
  });
  await program.run(place, 'run', 'p.pipeline.yaml');
  const alone = await program.run(place, 'diff', 'last');
  assert.deepEqual(
    [alone.code, /is the first of .*p\.pipeline\.yaml: there is none to compare it with/.test(alone.err)],
    [1, true],
  );
  await program.run(place, 'run', 'p.pipeline.yaml', '--param', 'a=2');
  const same = await program.run(place, 'diff', 'last', 'last');
  assert.equal(same.code, 2);
  assert.match(same.err, /^error: Both are run \S+: name another one\./);
  const { code, out } = await program.run(place, 'diff', 'last');
  assert.equal(code, 0);
  assert.match(out, /param a +1 → 2 /);
  const json = JSON.parse((await program.run(place, 'diff', 'last', '--format', 'json')).out);
  assert.deepEqual(json.run, [{ what: 'param a', before: 1, after: 2 }]);
});

test('logs prints the last attempt, or the one asked for', async () => {
  assert.equal((await program.run(folder, 'logs', 'last', 'flaky')).out, 'attempt 2\n');
  assert.equal((await program.run(folder, 'logs', 'last', 'flaky', '--attempt', '1')).out, 'attempt 1\n');
  assert.equal((await program.run(folder, 'logs', 'last', 'flaky', '--follow')).out, 'attempt 2\n');
});

test('what is not there is said in a sentence with what may be meant, and exit code 1', async () => {
  const said = async (...args: string[]) => {
    const { code, err } = await program.run(folder, ...args);
    assert.equal(code, 1, err);
    return err;
  };
  assert.match(await said('logs', 'last', 'flakey'), /has no task called flakey\. Did you mean flaky\?/);
  assert.match(await said('logs', 'last', 'flaky', '--attempt', '9'), /flaky has no attempt 9: it had 2\./);
  assert.match(await said('logs', 'last', 'never'), /never has no output: skipped, its condition is false/);
  assert.match(await said('show', 'zzz'), /There is no run called zzz in .*\. The newest are:\n {2}\d{8}-/);
  const empty = program.folder();
  const { code, err } = await program.run(empty, 'show', 'last');
  assert.equal(code, 1);
  assert.match(err, /Nothing has been run in .* yet\./);
  assert.match((await program.run(empty, 'runs')).out, /Nothing has been run in .* yet\./);
});

test('a log that was deleted is said to be gone', async () => {
  const copy = program.folder({ 'a.pipeline.yaml': 'tasks:\n  a: { run: echo hi }\n' });
  const id = JSON.parse(
    (await program.run(copy, 'run', 'a.pipeline.yaml', '--format', 'json')).out.split('\n')[0] ?? '',
  ).runId;
  rmSync(join(copy, '.dagwright', 'runs', id, 'tasks'), { recursive: true });
  const { code, err } = await program.run(copy, 'logs', id, 'a');
  assert.equal(code, 1);
  assert.match(err, /The log of a is gone: /);
});

test('what the system refuses to read is a sentence, not a fault of ours', async () => {
  const unreadable = program.folder();
  mkdirSync(join(unreadable, '.dagwright'));
  symlinkSync('runs', join(unreadable, '.dagwright', 'runs'));
  for (const args of [['runs'], ['show', 'last'], ['logs', 'last', 'a'], ['cancel', 'last']]) {
    const { code, err } = await program.run(unreadable, ...args);
    assert.equal(code, 1);
    assert.match(err, /^error: What was run in \S+ cannot be read: too many symbolic links encountered\.\n$/);
  }
});

test('the log of a group is asked of its members', async () => {
  const text = 'tasks:\n  m: { matrix: { x: [1, 2, 3, 4] }, run: "echo ${{ matrix.x }}" }\n';
  const folder = program.folder({ 'p.pipeline.yaml': text });
  assert.equal((await program.run(folder, 'run', 'p.pipeline.yaml')).code, 0);
  const group = await program.run(folder, 'logs', 'last', 'm', '--follow');
  assert.equal(group.code, 1);
  assert.match(group.err, /m has no output: it stands for m\[x=1\], m\[x=2\], m\[x=3\] and 1 more\./);
  assert.equal((await program.run(folder, 'logs', 'last', 'm[x=2]')).out, '2\n');
});
