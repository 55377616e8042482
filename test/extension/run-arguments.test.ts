import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunRequest, runArguments, runEnvironment, startedRun } from '../../extension/run/run-arguments.ts';

test('a run is started detached, with its params as they were typed', () => {
  assert.deepEqual(runArguments('/p/a.pipeline.yaml', { params: { x: 'a b=c', y: '' }, maxParallel: 2 }), [
    ...['run', '/p/a.pipeline.yaml', '--detach', '--format', 'json'],
    ...['--param', 'x=a b=c', '--param', 'y=', '--max-parallel', '2'],
  ]);
});

test('what the settings say of the cache and of old runs is handed on, but not to a run that only goes on', () => {
  const wishes = { cacheMaxSize: '5GiB', keepRuns: 100 };
  const words = ['--cache-max-size', '5GiB', '--keep-runs', '100'];
  assert.deepEqual(runArguments('/p/a.pipeline.yaml', wishes).slice(-4), words);
  const resumed = runArguments('/p/a.pipeline.yaml', { ...wishes, request: { kind: 'resume', run: 'r1' } });
  assert.ok(!words.some(word => resumed.includes(word)));
});

test('no task sees the inner variables of the editor', () => {
  const editor = { PATH: '/bin', VSCODE_PID: '1', ELECTRON_NO_ATTACH_CONSOLE: '1', NODE_OPTIONS: '--inspect' };
  assert.deepEqual(runEnvironment(editor), { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
});

test('what the program says is read from its last line, and anything else is no run', () => {
  assert.deepEqual(startedRun('warning\n{"runId":"1","folder":"/r/1"}\n'), { runId: '1', folder: '/r/1' });
  for (const output of ['', 'null', '{"runId":1}', 'Segmentation fault']) assert.equal(startedRun(output), undefined);
});

test('a task is run with what it needs, a past run again by what failed of it, an interrupted one goes on', () => {
  const words = (request: RunRequest) => runArguments('/p/a.pipeline.yaml', { request }).slice(0, -3);
  assert.deepEqual(words({ kind: 'run', part: { task: 'train', with: 'downstream' } }), [
    ...['run', '/p/a.pipeline.yaml', 'train', '--downstream'],
  ]);
  assert.deepEqual(words({ kind: 'rerun', run: 'r1' }), ['rerun', 'r1']);
  assert.deepEqual(words({ kind: 'rerun', run: 'r1', failed: true }), ['rerun', 'r1', '--failed']);
  assert.deepEqual(words({ kind: 'rerun', run: 'r1', from: 'train' }), ['rerun', 'r1', '--from', 'train']);
  assert.deepEqual(words({ kind: 'resume', run: 'r1' }), ['resume', 'r1']);
});

test('secrets never stand on the command line', () => {
  const words = runArguments('/p/a.pipeline.yaml', { secrets: { API_TOKEN: 'hush' } });
  assert.ok(words.includes('--secrets-stdin'));
  assert.ok(!words.join(' ').includes('hush'));
  assert.ok(!runArguments('/p/a.pipeline.yaml', { secrets: {} }).includes('--secrets-stdin'));
});
