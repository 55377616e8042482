import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { RunEvent } from '../../runner/event.ts';
import { attemptPath, exitsFile, journalFile, outputLog, runFolder, runsFolder } from '../../runner/layout.ts';
import { sendRequest } from '../../runner/request.ts';
import type { RunOptions } from '../../runner/run-options.ts';
import { runPipeline } from '../../runner/run-pipeline.ts';
import { applyEvent, initialState, type RunState } from '../../runner/run-state.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';
import { until } from './real-attempts.ts';

function makeRoot(context: TestContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-run-')));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

function optionsFor(root: string, pipeline: Pipeline, more: Partial<RunOptions> = {}): RunOptions {
  const file = join(root, 'p.pipeline.yaml');
  return { root, file, fileHash: 'h', name: 'p', pipeline, params: {}, maxParallel: 3, dagwrightVersion: '0', ...more };
}

function logOf(root: string, state: RunState, task: string, attempt = 1): string {
  return readFileSync(outputLog(attemptPath(runFolder(root, state.started.runId), task, attempt)), 'utf8');
}

function expression(text: string): string {
  return `$\{{ ${text} }}`;
}

function statuses(state: RunState): string {
  return [...state.tasks.values()].map(({ name, status }) => `${name}:${status}`).join(' ');
}

/** The processes that bear the mark of a run below `root`. */
function survivors(root: string): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PIPELINE_OUTPUT=${root}/`);
    } catch {
      return false;
    }
  });
}

test('outputs go from task to task with their types, in expressions and in PIPELINE_INPUTS', async context => {
  const root = makeRoot(context);
  const script =
    'echo "rows=12" >>"$PIPELINE_OUTPUT"; printf "note<<END\\na\\nb\\nEND\\n" >>"$PIPELINE_OUTPUT"; echo x >made.txt';
  const outputs = { rows: { type: 'integer' }, note: { type: 'string' }, made: { path: 'made.txt' } } as const;
  const pipeline = makePipeline([
    makeTask('give', script, { outputs }),
    makeTask('take', `echo ${expression('tasks.give.outputs.rows')}; cat "$PIPELINE_INPUTS"`, {
      needs: ['give'],
      if: 'tasks.give.outputs.rows > params.least',
    }),
    makeTask('not', 'true', { needs: ['give'], if: 'tasks.give.outputs.rows > 12' }),
    makeTask('none', 'cat "$PIPELINE_INPUTS"'),
  ]);
  const state = await runPipeline(optionsFor(root, pipeline, { params: { least: 11 } }));
  assert.equal(statuses(state), 'give:success take:success not:skipped none:success');
  const given = { rows: 12, note: 'a\nb', made: join(root, 'made.txt') };
  assert.deepEqual(state.tasks.get('give')?.outputs, given);
  assert.equal(logOf(root, state, 'take'), `12\n${JSON.stringify({ give: given })}`);
  assert.equal(logOf(root, state, 'none'), '{}\n');
});

test('an output that is missing or mistyped fails the attempt and is named', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([
    makeTask('missing', 'true', { outputs: { rows: { type: 'integer' } } }),
    makeTask('mistyped', 'echo rows=many >>$PIPELINE_OUTPUT', { outputs: { rows: { type: 'integer' } } }),
    makeTask('nofile', 'true', { outputs: { model: { path: 'models/x.json' } } }),
    makeTask('nofolder', 'true', { workingDirectory: 'nowhere' }),
  ]);
  const state = await runPipeline(optionsFor(root, pipeline));
  const messages = [...state.tasks.values()].map(({ attempts }) => JSON.stringify(attempts[0]?.outcome));
  for (const [index, part] of [
    '`rows` is missing',
    'not a whole number: many',
    'models/x.json',
    '/nowhere',
  ].entries()) {
    assert.ok(messages[index]?.includes(part), messages[index]);
  }
  assert.match(logOf(root, state, 'nofolder'), /working directory is not there/);
  assert.match(logOf(root, state, 'missing'), /`rows` is missing/);
});

test('a task gets the environment of the process, of the pipeline, its own and ours, the last winning', async context => {
  const root = makeRoot(context);
  const env = { FROM: 'pipeline', BOTH: 'pipeline', DEEP: expression('params.x') };
  const script =
    'echo "$FROM $BOTH $DEEP $PIPELINE_NAME $PIPELINE_TASK $PIPELINE_ATTEMPT $PIPELINE_RUN_ID"; pwd; test -n "$PATH"';
  const task = makeTask('a', script, { env: { BOTH: `it's ${expression('env.FROM')}`, PIPELINE_TASK: 'forged' } });
  const state = await runPipeline(optionsFor(root, makePipeline([task], { env }), { params: { x: 7 } }));
  assert.equal(logOf(root, state, 'a'), `pipeline it's pipeline 7 p a 1 ${state.started.runId}\n${root}\n`);
});

test('a task does not inherit what makes an editor run as plain Node', async context => {
  const root = makeRoot(context);
  process.env.ELECTRON_RUN_AS_NODE = '1';
  context.after(() => delete process.env.ELECTRON_RUN_AS_NODE);
  const pipeline = makePipeline([makeTask('a', 'echo "[$ELECTRON_RUN_AS_NODE]"')]);
  assert.equal(logOf(root, await runPipeline(optionsFor(root, pipeline)), 'a'), '[]\n');
});

test('the journal told again gives the state that the run answered', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([
    makeTask('a', 'test $PIPELINE_ATTEMPT = 2', { retries: 2 }),
    makeTask('b', 'false', { needs: ['a'] }),
    makeTask('c', 'true', { needs: ['b'] }),
    makeTask('d', 'sleep 60', { timeoutMs: 100 }),
  ]);
  const heard: RunEvent[] = [];
  const state = await runPipeline(optionsFor(root, pipeline, { onEvent: event => heard.push(event) }));
  assert.equal(statuses(state), 'a:success b:failed c:upstream_failed d:failed');
  const lines = readFileSync(journalFile(runFolder(root, state.started.runId)), 'utf8')
    .trimEnd()
    .split('\n');
  const told = lines.map(line => JSON.parse(line) as RunEvent);
  assert.deepEqual(told, JSON.parse(JSON.stringify(heard)));
  const again = initialState(state.started);
  for (const event of told) applyEvent(again, event);
  assert.deepEqual(again, state);
});

test('a request in the control folder cancels one task, another the run', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([
    makeTask('a', 'sleep 60'),
    makeTask('b', 'sleep 60'),
    makeTask('c', 'true', { needs: ['b'] }),
  ]);
  const ended = runPipeline(
    optionsFor(root, pipeline, {
      runId: 'r',
      onEvent: event => {
        if (event.type === 'attempt_started' && event.task === 'b')
          sendRequest(runFolder(root, 'r'), { type: 'cancel', task: 'a' });
        if (event.type === 'task_ended' && event.task === 'a') sendRequest(runFolder(root, 'r'), { type: 'cancel' });
      },
    }),
  );
  const state = await ended;
  assert.equal(statuses(state), 'a:cancelled b:cancelled c:cancelled');
  assert.equal(state.status, 'cancelled');
  assert.deepEqual(survivors(root), []);
});

test('a signal aborted before the run began cancels it; a kill ends what is deaf at once', async context => {
  const root = makeRoot(context);
  const cancelled = await runPipeline(
    optionsFor(root, makePipeline([makeTask('a', 'sleep 60')]), { signal: AbortSignal.abort() }),
  );
  assert.equal(cancelled.status, 'cancelled');
  const kill = new AbortController();
  const deaf = makeTask('a', 'trap "" TERM; touch ready; while :; do sleep 60; done', { gracePeriodMs: 600_000 });
  const ended = runPipeline(optionsFor(root, makePipeline([deaf]), { killSignal: kill.signal }));
  await until(() => existsSync(join(root, 'ready')));
  kill.abort();
  assert.equal((await ended).status, 'cancelled');
  assert.deepEqual(survivors(root), []);
});

test('a run that takes longer than its timeout fails and says so', async context => {
  const root = makeRoot(context);
  const state = await runPipeline(optionsFor(root, makePipeline([makeTask('a', 'sleep 60')], { timeoutMs: 200 })));
  assert.deepEqual([state.status, statuses(state)], ['failed', 'a:cancelled']);
  assert.match(state.message ?? '', /longer than its timeout of 200ms/);
});

test('a run whose folder is deleted under it stops with a sentence, and leaves nothing behind', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([makeTask('a', 'touch ready; sleep 60'), makeTask('b', 'sleep 60', { retries: 3 })]);
  const ended = runPipeline(optionsFor(root, pipeline));
  await until(() => existsSync(join(root, 'ready')));
  rmSync(join(root, '.dagwright'), { recursive: true });
  const state = await ended;
  assert.deepEqual([state.status, state.message], ['failed', 'The run cannot go on, its folder was deleted.']);
  assert.deepEqual(survivors(root), []);
});

test('a run that cannot be kept says where and why before anything starts', async context => {
  const root = makeRoot(context);
  writeFileSync(join(root, '.dagwright'), 'a file');
  const run = runPipeline(optionsFor(root, makePipeline([makeTask('a', 'touch ran')])));
  await assert.rejects(run, {
    name: 'CannotStart',
    message: /^The run cannot be kept in .*\.dagwright: .*(not a folder|already)/,
  });
  assert.equal(existsSync(join(root, 'ran')), false);
});

test('many runs of one pipeline at once do not meet', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([
    makeTask('a', 'sleep 0.1 & echo "$PIPELINE_RUN_ID"'),
    makeTask('b', 'true', { needs: ['a'] }),
  ]);
  const states = await Promise.all(Array.from({ length: 8 }, () => runPipeline(optionsFor(root, pipeline))));
  assert.deepEqual(states.map(statuses), Array(8).fill('a:success b:success'));
  assert.equal(new Set(states.map(({ started }) => started.runId)).size, 8);
  for (const state of states) assert.equal(logOf(root, state, 'a'), `${state.started.runId}\n`);
  assert.equal(readFileSync(join(root, '.dagwright', '.gitignore'), 'utf8'), '*\n');
});

test('a task that prints without end costs the runner no memory', async context => {
  const root = makeRoot(context);
  const before = process.memoryUsage().rss;
  const state = await runPipeline(optionsFor(root, makePipeline([makeTask('chatty', 'head -c 200000000 /dev/zero')])));
  assert.equal(state.status, 'success');
  assert.ok(process.memoryUsage().rss - before < 50_000_000);
});

test('when the runner is killed its tasks end by themselves and leave their exit status', async context => {
  const root = makeRoot(context);
  mkdirSync(runsFolder(root), { recursive: true });
  const runner = startRunner(root, 'touch started; while ! test -e go; do sleep 0.02; done; exit 3');
  await until(() => existsSync(join(root, 'started')));
  const shells = childrenOf(runner.pid ?? 0);
  assert.equal(shells.length, 1);
  runner.kill('SIGKILL');
  writeFileSync(join(root, 'go'), '');
  await until(() => existsSync(exitsFile(runFolder(root, 'r'))));
  await until(() => readFileSync(exitsFile(runFolder(root, 'r')), 'utf8') === '3 a.1\n');
  await until(() => !existsSync(`/proc/${shells[0]}`));
  assert.deepEqual(survivors(root), []);
});

function startRunner(root: string, script: string): ChildProcess {
  const options = optionsFor(root, makePipeline([makeTask('a', script)]), { runId: 'r' });
  const module = new URL('../../runner/run-pipeline.ts', import.meta.url).href;
  const program = `import { runPipeline } from ${JSON.stringify(module)}; await runPipeline(${JSON.stringify(options)});`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'ignore' });
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
}
