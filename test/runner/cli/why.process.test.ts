import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const text = `
env_files: [.env]
max_parallel: 1
tasks:
  ok: { run: "true" }
  kept: { run: "true", cache: true }
  bad: { run: "echo oops; exit 3", retries: 1 }
  below: { needs: [bad], run: "true" }
  tolerated: { run: "exit 4", continue_on_error: true }
  slow: { run: "sleep 30", timeout: 100ms }
  cond: { needs: [ok], if: "env.STAGE == 'dev' && env.A == 'x'", env: { A: b }, run: "true" }
  unless: { needs: [ok], trigger_rule: one_failed, run: "true" }
  m: { matrix: { i: [1, 2] }, run: "test \${{ matrix.i }} = 1" }
  afterwards: { needs: [m], run: "true" }
  none: { if: 1 == 2, matrix: { i: [1, 2] }, run: "true" }
  some: { matrix: { i: [1, 2] }, if: matrix.i == 1, run: "true" }
  empty: { foreach: "\${{ fromJSON('[]') }}", as: x, run: "true" }
  broken: { if: "fromJSON('{') == 1", run: "true" }
  missing: { run: "true", outputs: { x: integer } }
`;
const folder = program.folder({ 'a.pipeline.yaml': text, '.env': 'STAGE=prod\n' });
const why = async (task: string) => (await program.run(folder, 'why', 'last', task)).out;

before(async () => {
  await program.run(folder, 'run', 'a.pipeline.yaml');
});

const sentences: Readonly<Record<string, string>> = {
  ok: 'ok was run (it has no cache, so it is each time) and succeeded.',
  kept: 'kept was run, for the cache had nothing for it, and succeeded.',
  bad: 'bad failed in attempt 2 of at most 2: exit code 3.',
  below: 'below was not run: its trigger_rule all_success could no longer hold, for bad failed.',
  tolerated: 'tolerated failed: exit code 4; by its continue_on_error the run goes on as if it had succeeded.',
  slow: 'slow failed: timed out after 100ms.',
  cond: 'cond was skipped: its condition was false.',
  unless: 'unless was skipped: its trigger_rule one_failed could no longer hold, for ok succeeded.',
  m: 'm is a group and failed, for m[i=2] failed.',
  'm[i=2]': 'm[i=2] failed: exit code 1.',
  afterwards: 'afterwards was not run: its trigger_rule all_success could no longer hold, for m failed.',
  none: 'none was skipped: its condition was false.',
  'none[i=1]': 'none[i=1] was skipped with none, whose condition was false.',
  some: 'some is a group and succeeded: 1 success, 1 skipped.',
  'some[i=2]': 'some[i=2] was skipped: its condition was false.',
  empty: 'empty is a group and succeeded: it has no members.',
  broken: `broken could not be started: "fromJSON('{') == 1" cannot be worked out: Error parsing JSON when evaluating fromJson.`,
  missing: 'missing failed: Its output `x` is missing: write x=… to the file that $PIPELINE_OUTPUT names.',
};

for (const [task, sentence] of Object.entries(sentences)) {
  test(`why ${task}: ${sentence}`, async () => {
    assert.equal((await why(task)).split('\n')[0], sentence);
  });
}

test('why of what was stopped says who stopped it', async () => {
  const other = program.folder({
    'a.pipeline.yaml':
      'max_parallel: 1\nfail_fast: true\ntasks:\n  bad: { run: "false" }\n  later: { run: "true" }\n  below: { needs: [later], run: "true" }\n',
  });
  await program.run(other, 'run', 'a.pipeline.yaml');
  const said = async (task: string) => (await program.run(other, 'why', 'last', task)).out.split('\n')[0];
  assert.equal(await said('later'), 'later was cancelled: after the first failure (fail_fast).');
  assert.match(String(await said('below')), /^below was (?:cancelled: after the first failure|not run)/);
});

test('why of an instance of foreach tells what of it has changed', async () => {
  const text = (script: string) =>
    `tasks: { l: { run: 'echo "v=[1]" >> $PIPELINE_OUTPUT', outputs: { v: json } }, f: { needs: [l], foreach: tasks.l.outputs.v, run: ${script} } }\n`;
  const other = program.folder({ 'a.pipeline.yaml': text('echo 1') });
  await program.run(other, 'run', 'a.pipeline.yaml');
  writeFileSync(join(other, 'a.pipeline.yaml'), text('echo 2'));
  await program.run(other, 'run', 'a.pipeline.yaml');
  const { out } = await program.run(other, 'why', 'last', 'f[item=1]');
  assert.match(out, /; since then run changed\n/);
});

test('why of a group that took too long, and of what was in it', async () => {
  const other = program.folder({
    'a.pipeline.yaml': 'tasks: { g: { uses: b.yaml, timeout: 100ms } }\n',
    'b.yaml': 'tasks: { x: { run: sleep 60 }, y: { needs: [x], run: "true" } }\n',
  });
  await program.run(other, 'run', 'a.pipeline.yaml');
  const said = async (task: string) => (await program.run(other, 'why', 'last', task)).out.split('\n')[0];
  assert.equal(await said('g'), 'g is a group and failed: It took longer than its timeout of 100ms.');
  assert.equal(await said('g/x'), 'g/x was cancelled: g took longer than its timeout of 100ms.');
  assert.equal(await said('g/y'), 'g/y was cancelled: g took longer than its timeout of 100ms.');
});

test('what a condition read of env_files is said not to be kept', async () => {
  const said = await why('cond');
  assert.match(said, /^ +env\.STAGE came from env_files, whose values are not kept$/m);
  assert.match(said, /^ +env\.A = "b"$/m);
  assert.doesNotMatch(said, /prod/);
});

test('a need that succeeded is a reason without a second word for it', async () => {
  assert.match(await why('unless'), /because +ok success\n/);
});

test('a fault that the sentence tells is not told again as output', async () => {
  assert.doesNotMatch(await why('missing'), /the last lines/);
  assert.match(await why('bad'), /the last lines of bad\n +│ oops\n/);
});

test('an instance is found by some of its values when only one is meant', async () => {
  assert.match(await why('m[ i=2 ]'), /^m\[i=2\] failed/);
  const { code, err } = await program.run(folder, 'why', 'last', 'm[*');
  assert.equal(code, 1);
  assert.match(err, /m\[\* may be more than one task:\n {2}m\[i=1\]\n {2}m\[i=2\]/);
});
