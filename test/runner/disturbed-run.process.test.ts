import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exitsFile, runFolder, runsFolder } from '../../runner/layout.ts';
import { isProcessAlive } from '../../runner/process-identity.ts';
import { sendRequest } from '../../runner/request.ts';
import { runPipeline } from '../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';
import { until } from './real-attempts.ts';
import { logOf, makeRoot, optionsFor, statuses, survivors } from './whole-run.ts';

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
  assert.equal(state.status, 'failed');
  assert.match(state.message ?? '', /^The run cannot go on, its folder was deleted: .dagwright.runs./);
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

test('a run whose environment cannot be worked out leaves no folder behind', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([makeTask('a', 'true')], { env: { A: "${{ fromJSON('x') }}" } });
  await assert.rejects(runPipeline(optionsFor(root, pipeline)), { name: 'CannotStart', message: /^`env\.A` of the/ });
  assert.deepEqual(readdirSync(runsFolder(root)), []);
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
  await until(() => !isProcessAlive(Number(shells[0])));
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
