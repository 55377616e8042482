import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const file = 'a.pipeline.yaml';
const run = (text: string, ...args: string[]) => program.run(program.folder({ [file]: text }), 'run', file, ...args);

test('a run that succeeds says what happened and exits with 0', async () => {
  const { code, out, err } = await run('tasks:\n  a: { run: echo hello }\n  b: { needs: [a], run: "true" }\n');
  assert.equal(err, '');
  assert.equal(code, 0);
  const said = out
    .replace(/\d{8}-\d{6}-\w+/g, 'ID')
    .replace(/\d\d:\d\d:\d\d/g, 'T')
    .replace(/[\d.]+m?s\b/g, 'D');
  const [start, ...lines] = said.split('\n');
  assert.match(start ?? '', /^T a: run ID, 2 tasks, \d+ at once$/);
  assert.deepEqual(lines, [
    ...['T a: started', 'T a: success D', 'T b: started', 'T b: success D'],
    ...['✓ a succeeded in D: 2 success', '  dagwright show ID', ''],
  ]);
});

test('a run that fails shows the end of the output of what failed, and exits with 1', async () => {
  const { code, out } = await run(`
tasks:
  loud: { run: "seq 1 100; exit 3" }
  below: { needs: [loud], run: "true" }
  aside: { run: "true" }
`);
  assert.equal(code, 1);
  assert.match(out, /loud: failed \d+m?s, exit code 3\n {4}│ 86\n[\s\S]* {4}│ 100\n/);
  assert.doesNotMatch(out, /│ 85\n/);
  assert.match(out, /below: upstream failed/);
  assert.match(out, /aside: success/);
  assert.match(
    out,
    /✗ a failed in .*: 1 failed, 1 upstream failed, 1 success\n {2}loud {2}exit code 3\n {2}dagwright logs \S+ loud\n/,
  );
});

test('a retry is told with the wait before it', async () => {
  const { code, out } = await run('tasks:\n  flaky: { run: "test $PIPELINE_ATTEMPT = 2", retries: 2 }\n');
  assert.equal(code, 0);
  assert.match(out, /flaky: attempt 1 of 3 failed: exit code 1; again at once\n.* flaky: started attempt 2\n/);
});

test('as JSON a run is the events of its journal, a line each', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { run: "true" }\n' });
  const { out } = await program.run(folder, 'run', file, '--format', 'json');
  const events = out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.deepEqual(
    events.map(event => event.type),
    ['run_started', 'task_queued', 'attempt_started', 'attempt_ended', 'task_ended', 'run_ended'],
  );
  assert.equal(out, readFileSync(join(folder, '.dagwright', 'runs', events[0].runId, 'journal.ndjson'), 'utf8'));
});

test('params reach the tasks, and wrong ones start nothing', async () => {
  const text = `params: { n: { type: integer } }\ntasks:\n  a: { run: "test \${{ params.n }} -eq 7" }\n`;
  const folder = program.folder({ [file]: text });
  assert.equal((await program.run(folder, 'run', file, '--param', 'n=7')).code, 0);
  rmSync(join(folder, '.dagwright'), { recursive: true });
  for (const args of [[], ['--param', 'n=x'], ['--param', 'm=1'], ['--max-parallel', '0'], ['--format', 'xml']]) {
    const { code, out, err } = await program.run(folder, 'run', file, ...args);
    assert.equal(code, 2, err);
    assert.equal(out, '');
    assert.match(err, /^error: /);
  }
  assert.equal(existsSync(join(folder, '.dagwright')), false);
});

test('a file with errors shows them and starts nothing', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { needs: [b], run: "true" }\n' });
  const { code, err } = await program.run(folder, 'run', file);
  assert.equal(code, 2);
  assert.match(err, /a\.pipeline\.yaml is not a valid pipeline, so nothing was started\.\n\na\.pipeline\.yaml:2:/);
  assert.equal(existsSync(join(folder, '.dagwright')), false);
});

test('a file with triggers runs when it is started by hand, and says what starts them', async () => {
  const folder = program.folder({ [file]: 'triggers: [{ cron: "0 2 * * *" }]\ntasks:\n  a: { run: "true" }\n' });
  for (const words of [[], ['--detach']]) {
    const { code, err } = await program.run(folder, 'run', file, ...words);
    assert.equal(code, 0);
    assert.match(err, /^note: The file has "triggers", .*dagwright schedule\n$/);
  }
});

test('a file with more tasks than can be run says how many, and starts nothing', async () => {
  const axis = JSON.stringify(Array.from({ length: 100 }, (_, index) => index));
  const tasks = Array.from(
    { length: 11 },
    (_, index) => `  t${index}: { run: "true", matrix: { a: ${axis}, b: ${axis} } }\n`,
  );
  const folder = program.folder({ [file]: `tasks:\n${tasks.join('')}` });
  const { code, err } = await program.run(folder, 'run', file);
  assert.equal(code, 2);
  assert.match(err, /^error: .*The run would have 110,011 tasks, and at most 100,000 are run\.\n$/);
  assert.equal(existsSync(join(folder, '.dagwright')), false);
});

test('two runs of one pipeline at once do not meet', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { run: "echo $PIPELINE_RUN_ID" }\n' });
  const both = await Promise.all([program.run(folder, 'run', file), program.run(folder, 'run', file)]);
  assert.deepEqual(
    both.map(({ code }) => code),
    [0, 0],
  );
  const listed = JSON.parse((await program.run(folder, 'runs', '--format', 'json')).out);
  assert.equal(listed.length, 2);
  for (const { id } of listed) assert.equal((await program.run(folder, 'logs', id, 'a')).out, `${id}\n`);
});

test('a place where no run can be kept is named, and nothing is started', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { run: touch started }\n', '.dagwright': 'a file' });
  const { code, err } = await program.run(folder, 'run', file);
  assert.equal(code, 2);
  assert.match(err, /^error: .*\.dagwright.*\n$/);
  assert.equal(existsSync(join(folder, 'started')), false);
});

test('a run whose folder is deleted stops and says so', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { run: "echo up; sleep 60", grace_period: 1s }\n' });
  const running = program.start(folder, 'run', file);
  await running.says(/a: started/);
  rmSync(join(folder, '.dagwright'), { recursive: true });
  const { code, out, err } = await running.ended;
  assert.equal(code, 1);
  assert.match(out + err, /its folder was deleted|cannot be written/);
  assert.doesNotMatch(out + err, /\n {4}at |dagwright (?:show|logs)/);
});

test('a run goes on when nobody reads its report any more', async () => {
  const folder = program.folder({
    [file]: 'tasks:\n  a: { run: "until test -e go; do sleep 0.05; done; touch done" }\n',
  });
  const running = program.start(folder, 'run', file);
  await running.says(/a: started/);
  running.child.stdout?.destroy();
  writeFileSync(join(folder, 'go'), '');
  const { code, err } = await running.ended;
  assert.equal(err, '');
  assert.equal(code, 0);
  assert.equal(existsSync(join(folder, 'done')), true);
});

test('a detached run prints its id when it has begun, and goes on by itself', async () => {
  const folder = program.folder({
    [file]: 'tasks:\n  a: { run: "until test -e go; do sleep 0.05; done; echo done" }\n',
  });
  const { code, out, err } = await program.run(folder, 'run', file, '--detach', '--format', 'json');
  assert.equal(err, '');
  assert.equal(code, 0);
  const started = JSON.parse(out);
  assert.deepEqual(Object.keys(started), ['runId', 'folder']);
  assert.match(readFileSync(join(started.folder, 'journal.ndjson'), 'utf8'), /^\{"type":"run_started"/);
  const follower = program.start(folder, 'logs', started.runId, 'a', '--follow');
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await follower.ended).out, 'done\n');
});

test('a detached run that cannot begin says why, with its exit code', async () => {
  const folder = program.folder({ [file]: 'tasks:\n  a: { needs: [b], run: "true" }\n' });
  const { code, out, err } = await program.run(folder, 'run', file, '--detach');
  assert.equal(code, 2);
  assert.equal(out, '');
  assert.match(err, /not a valid pipeline/);
});
