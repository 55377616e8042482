import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { attemptPath, outputLog, runFolder } from '../../../runner/layout.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makeTask } from '../make-pipeline.ts';
import { until } from '../real-attempts.ts';
import { logOf, makeRoot, statuses, survivors } from '../whole-run.ts';
import { secretRun } from './secret-run.ts';

const token = 'hunter2-and-some-more';

/** Every file of a run, in one text. */
function everything(root: string): string {
  const files = readdirSync(join(root, '.dagwright'), { recursive: true, withFileTypes: true });
  const paths = files.filter(file => file.isFile()).map(file => join(file.parentPath, file.name));
  return paths.map(path => readFileSync(path, 'utf8')).join('\n');
}

test('a secret is in the environment of the tasks, and nowhere else', async context => {
  const root = makeRoot(context);
  const state = await runPipeline(
    secretRun(
      root,
      [
        makeTask('length', 'echo ${#API_TOKEN}'),
        makeTask('print', 'echo "it is $API_TOKEN"; echo "$API_TOKEN" >&2; env | grep TOKEN'),
        makeTask('encoded', 'printf "user:%s" "$API_TOKEN" | base64'),
        makeTask('program', '', { action: { kind: 'program', argv: ['sh', '-c', 'echo $API_TOKEN > /dev/stderr'] } }),
        makeTask('script', 'import os, sys; sys.stdout.write(os.environ["API_TOKEN"])', {
          action: { kind: 'script', shell: 'python', script: 'import os; print(os.environ["API_TOKEN"])' },
        }),
        makeTask('own', 'set -x; : "$API_TOKEN"; echo $$ > /dev/null'),
      ],
      { API_TOKEN: token },
    ),
  );
  assert.equal(state.status, 'success');
  assert.equal(logOf(root, state, 'length'), `${token.length}\n`);
  assert.equal(logOf(root, state, 'print'), 'it is ***\n***\nAPI_TOKEN=***\n');
  assert.match(logOf(root, state, 'encoded'), /^[\w+/]{0,8}\*\*\*[\w+/=]{0,4}\n$/);
  assert.equal(logOf(root, state, 'program'), '***\n');
  assert.equal(logOf(root, state, 'script'), '***\n');
  assert.ok(!everything(root).includes(token));
  assert.deepEqual(survivors(root), []);
});

test('byte by byte, through two programs, or without an end of line: all is masked', async context => {
  const root = makeRoot(context);
  const slowly =
    'import os, sys\nfor c in "a " + os.environ["API_TOKEN"] + " b hunter2-and-":\n  os.write(1, c.encode())';
  const state = await runPipeline(
    secretRun(root, [makeTask('a', slowly, { action: { kind: 'script', shell: 'python', script: slowly } })], {
      API_TOKEN: token,
    }),
  );
  assert.equal(logOf(root, state, 'a'), 'a *** b hunter2-and-');
});

test('exit codes, retries, timeouts and missing programs are told as ever', async context => {
  const root = makeRoot(context);
  const state = await runPipeline(
    secretRun(
      root,
      [
        makeTask('exit', 'echo $API_TOKEN; exit 3', { retries: 1 }),
        makeTask('late', 'echo $API_TOKEN; sleep 60', { timeoutMs: 1500 }),
        makeTask('killed', 'kill -9 $$'),
        makeTask('missing', '', { action: { kind: 'program', argv: ['no-such-program'] } }),
        makeTask('silent', ':'),
      ],
      { API_TOKEN: token },
    ),
  );
  assert.equal(statuses(state), 'exit:failed late:failed killed:failed missing:failed silent:success');
  assert.deepEqual(state.tasks.get('exit')?.attempts[1]?.outcome, { kind: 'exit', code: 3 });
  assert.equal(logOf(root, state, 'exit', 2), '***\n');
  assert.match(logOf(root, state, 'late'), /^\*\*\*\n(Terminated\n)?$/);
  assert.deepEqual(state.tasks.get('killed')?.attempts[0]?.outcome, { kind: 'signal', signal: 'SIGKILL' });
  assert.equal(logOf(root, state, 'silent'), '');
  assert.deepEqual(survivors(root), []);
});

test('what an attempt leaves behind does not hold up its end, and is masked too', async context => {
  const root = makeRoot(context);
  const script = '(trap "" TERM; while :; do echo "$API_TOKEN"; sleep 0.02; done) & echo main';
  const state = await runPipeline(
    secretRun(root, [makeTask('a', script, { gracePeriodMs: 50 })], { API_TOKEN: token }),
  );
  assert.equal(statuses(state), 'a:success');
  assert.match(logOf(root, state, 'a'), /^(\*\*\*\n)*main\n(\*\*\*\n)*$/);
  assert.deepEqual(survivors(root), []);
});

test('a line is in the log at once', async context => {
  const root = makeRoot(context);
  const log = outputLog(attemptPath(runFolder(root, 'r'), 'a', 1));
  const ended = runPipeline(
    secretRun(
      root,
      [makeTask('a', 'echo "first $API_TOKEN"; while ! test -e go; do sleep 0.02; done')],
      { API_TOKEN: token },
      { runId: 'r' },
    ),
  );
  await until(() => statSync(log, { throwIfNoEntry: false })?.size === 10);
  assert.equal(readFileSync(log, 'utf8'), 'first ***\n');
  writeFileSync(join(root, 'go'), '');
  assert.equal((await ended).status, 'success');
});

test('secrets with line breaks, quotes and dollars reach the task as they are', async context => {
  const root = makeRoot(context);
  const value = 'first "line" $(id)\nsecond \'line\' `id` \\n\n\nlast line ${x}';
  const state = await runPipeline(
    secretRun(root, [makeTask('a', 'printf %s "$KEY" | cksum; printf "%s\\n" "$KEY"')], { KEY: value }),
  );
  const lines = logOf(root, state, 'a').split('\n');
  assert.match(lines[0] ?? '', new RegExp(` ${Buffer.byteLength(value)}$`));
  assert.deepEqual(lines.slice(1), ['***', '']);
});

test('when the process that masks is killed, the run ends and says why', async context => {
  const root = makeRoot(context);
  const state = await runPipeline(
    secretRun(
      root,
      [makeTask('a', `kill -9 $(pgrep -f mask-output -P ${process.pid}); sleep 60`), makeTask('b', 'sleep 60')],
      {
        API_TOKEN: token,
      },
    ),
  );
  assert.equal(state.status, 'interrupted');
  assert.match(state.message ?? '', /the process that masks its secrets is gone/);
  assert.deepEqual(survivors(root), []);
});

test('a thousand tasks with a secret leave no pipe behind', async context => {
  const root = makeRoot(context);
  const tasks = Array.from({ length: 1000 }, (_, at) => makeTask(`t${at}`, 'echo $API_TOKEN'));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = root;
  context.after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  const state = await runPipeline(secretRun(root, tasks, { API_TOKEN: token }));
  assert.equal(state.status, 'success');
  for (const { name } of tasks) assert.equal(logOf(root, state, name), '***\n');
  assert.deepEqual(readdirSync(root), ['.dagwright']);
});

test('an output that holds a secret fails the attempt, and is kept nowhere', async context => {
  const root = makeRoot(context);
  const give = (name: string, type: 'string' | 'number') =>
    makeTask(name, 'echo "out=$API_TOKEN" >> "$PIPELINE_OUTPUT"', { outputs: { out: { type } } });
  const state = await runPipeline(secretRun(root, [give('a', 'string'), give('b', 'number')], { API_TOKEN: token }));
  assert.equal(statuses(state), 'a:failed b:failed');
  assert.match(logOf(root, state, 'a'), /^Its output `out` holds the secret API_TOKEN, and outputs are kept/);
  assert.equal(logOf(root, state, 'b'), 'Its output `out` is not a number: ***\n');
  assert.ok(!readFileSync(join(runFolder(root, state.started.runId), 'journal.ndjson'), 'utf8').includes(token));
  assert.ok(!everything(root).includes(token));
});

test('a param that holds a secret stops the run before anything is there', async context => {
  const root = makeRoot(context);
  const options = secretRun(
    root,
    [makeTask('a', 'true')],
    { API_TOKEN: token },
    { params: { url: `https://${token}@x` } },
  );
  await assert.rejects(runPipeline(options), {
    name: 'CannotStart',
    message: /^The param url holds the secret API_TOKEN, and params are kept .* from \$API_TOKEN instead\.$/,
  });
  assert.deepEqual(readdirSync(root), []);
});

test('what a message says of a task has no secret in it', async context => {
  const root = makeRoot(context);
  const task = makeTask('a', 'true', { workingDirectory: '${{ env.PLACE }}', env: { PLACE: token } });
  const state = await runPipeline(secretRun(root, [task], { API_TOKEN: token }));
  assert.deepEqual(state.tasks.get('a')?.attempts[0]?.outcome, {
    ...{ kind: 'error', message: `Its working directory is not there: ${root}/***` },
  });
  assert.equal(logOf(root, state, 'a'), `Its working directory is not there: ${root}/***\n`);
});

test('an attempt that is stopped before its output is waited for ends at once', async context => {
  const root = makeRoot(context);
  const tasks = Array.from({ length: 8 }, (_, at) => makeTask(`t${at}`, 'sleep 60', { timeoutMs: 1 + at * 40 }));
  const before = performance.now();
  const state = await runPipeline(secretRun(root, tasks, { API_TOKEN: token }, { maxParallel: 8 }));
  assert.ok(tasks.every(({ name }) => state.tasks.get(name)?.attempts[0]?.outcome?.kind === 'timeout'));
  assert.ok(performance.now() - before < 4000);
  assert.deepEqual(survivors(root), []);
});

test('the program that masks is started as the runner was: in an editor, as plain Node', async context => {
  const root = makeRoot(context);
  process.env.ELECTRON_RUN_AS_NODE = '1';
  context.after(() => delete process.env.ELECTRON_RUN_AS_NODE);
  const options = secretRun(root, [makeTask('a', 'echo "$API_TOKEN [$ELECTRON_RUN_AS_NODE]"')], { API_TOKEN: token });
  const plain = `test "$ELECTRON_RUN_AS_NODE" = 1 && exec "$@"`;
  const state = await runPipeline({
    ...options,
    maskProgram: ['sh', '-c', plain, 'sh', ...(options.maskProgram ?? [])],
  });
  assert.equal(logOf(root, state, 'a'), '*** []\n');
});
