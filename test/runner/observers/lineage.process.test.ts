import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HttpOutbox } from '../../../runner/observers/lineage/http-outbox.ts';
import { Program } from '../cli/program.ts';
import { lineageChecker, type SentEvent } from './lineage-schema.ts';
import { newestRun, runnerLogOf, startObserved } from './observed-program.ts';
import { freeUrl, StubEndpoint } from './stub-endpoint.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const check = lineageChecker();

const file = `name: demo
description: Something small.
secrets: [TOKEN]
params: { who: { type: string, default: world } }
tasks:
  make: { run: 'echo hi > out.txt', outputs: { made: { path: out.txt } }, cache: true, description: Makes it. }
  read: { run: 'cat out.txt extra.csv; exit 3', needs: [make], inputs: ['*.txt', data/**/*.csv, extra.csv], retries: 1, retry_delay: 1ms, continue_on_error: true }
  fan: { matrix: { x: [1, 2] }, run: 'true' }
  idle: { if: 'false', run: 'true' }
  show: { run: 'echo "$OPENLINEAGE_PARENT_ID" "$OPENLINEAGE_ROOT_PARENT_ID"; echo "$OPENLINEAGE_CONTEXT"' }
`;

/** `START COMPLETE` by the job, each attempt a run of its own. */
function story(events: readonly SentEvent[]): Record<string, string> {
  const runs = new Map<string, string[]>();
  for (const { eventType, job, run } of events) {
    const key = `${job.name} ${run.runId}`;
    runs.set(key, [...(runs.get(key) ?? []), eventType]);
  }
  const told: Record<string, string> = {};
  for (const [key, types] of runs) {
    const name = key.split(' ')[0] ?? '';
    told[name] = [told[name], types.join(' ')].filter(Boolean).join(', ');
  }
  return told;
}

test('a run is told of as OpenLineage publishes it: each attempt, what it reads and writes, why it failed, where its text is', async context => {
  const stub = new StubEndpoint();
  const url = await stub.listen(context);
  const folder = program.folder({ 'p.pipeline.yaml': file, 'extra.csv': '' });
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args]);
  git('init', '-q');
  git('remote', 'add', 'origin', 'https://user:pass@github.com/some/where.git');
  git('add', 'p.pipeline.yaml');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'x');
  const env = {
    OPENLINEAGE_URL: url,
    OPENLINEAGE_API_KEY: 'key',
    OPENLINEAGE_NAMESPACE: 'team',
    TOKEN: 'hidden-token',
  };
  const { code } = await startObserved(program, folder, ['run', 'p.pipeline.yaml', '--date', '2026-01-31'], env).ended;
  assert.equal(code, 0);
  assert.equal(runnerLogOf(folder), '');
  const events = stub.sent.map(({ body }) => check(body));
  assert.ok(
    stub.sent.every(({ path, headers }) => path === '/api/v1/lineage' && headers.authorization === 'Bearer key'),
  );
  assert.deepEqual(story(events), {
    demo: 'START COMPLETE',
    'demo.make': 'START COMPLETE',
    'demo.read': 'START FAIL, START FAIL',
    'demo.fan[x=1]': 'START COMPLETE',
    'demo.fan[x=2]': 'START COMPLETE',
    'demo.show': 'START COMPLETE',
  });
  const of = (name: string, type: string) =>
    events.find(({ job, eventType }) => job.name === name && eventType === type);
  const commit = String(git('rev-parse', 'HEAD')).trim();
  const run = of('demo', 'START');
  assert.equal(run?.job.namespace, 'team');
  assert.equal(run?.job.facets.sourceCodeLocation?.version, commit);
  assert.equal(run?.job.facets.sourceCodeLocation?.url, `https://github.com/some/where/blob/${commit}/p.pipeline.yaml`);
  assert.equal(run?.run.facets.dagwright_run?.dirty, false);
  assert.equal(run?.run.facets.nominalTime?.nominalStartTime, '2026-01-31T00:00:00.000Z');
  assert.deepEqual(run?.run.facets.executionParameters?.parameters, [{ key: 'who', name: 'who', value: 'world' }]);
  assert.deepEqual(of('demo.make', 'COMPLETE')?.outputs, [{ namespace: 'file', name: join(folder, 'out.txt') }]);
  const read = of('demo.read', 'FAIL');
  assert.deepEqual(
    read?.inputs.map(({ name }) => name),
    ['out.txt', 'data', 'extra.csv'].map(name => join(folder, name)),
  );
  assert.equal(read?.run.facets.errorMessage?.message, 'exit code 3');
  const parent = { run: { runId: run?.run.runId }, job: { namespace: 'team', name: 'demo' } };
  assert.deepEqual(
    { ...read?.run.facets.parent, _producer: '', _schemaURL: '' },
    {
      ...{ _producer: '', _schemaURL: '' },
      ...{ ...parent, root: parent },
    },
  );
  const show = of('demo.show', 'START')?.run.runId;
  const [ids = '', context_ = ''] = readFileSync(join(newestRun(folder), 'tasks', 'show.1.log'), 'utf8').split('\n');
  assert.equal(ids, `team/demo.show/${show} team/demo/${run?.run.runId}`);
  assert.equal(JSON.parse(context_).parent.run.runId, show);
  assert.doesNotMatch(JSON.stringify(stub.sent), /user:pass|hidden-token/);
});

test('what comes from the cache is told of too, also of a run of which nothing has changed', async context => {
  const stub = new StubEndpoint();
  const url = await stub.listen(context);
  const text =
    'tasks:\n  make: { run: "echo hi > out.txt", cache: true, inputs: [in.txt], outputs: { made: { path: out.txt } } }\n';
  const folder = program.folder({ 'p.pipeline.yaml': text, 'in.txt': '' });
  for (let round = 0; round < 2; round++) await program.run(folder, 'run', 'p.pipeline.yaml');
  const env = { OPENLINEAGE_URL: url };
  assert.equal((await startObserved(program, folder, ['run', 'p.pipeline.yaml'], env).ended).code, 0);
  const events = stub.sent.map(({ body }) => check(body));
  assert.deepEqual(story(events), { p: 'START COMPLETE', 'p.make': 'START COMPLETE' });
  const made = events.find(({ job, eventType }) => job.name === 'p.make' && eventType === 'COMPLETE');
  assert.equal(made?.run.facets.dagwright_source?.kind, 'cache');
  assert.deepEqual(made?.inputs, [{ namespace: 'file', name: join(folder, 'in.txt') }]);
});

test('a cancelled run and its attempts are told of as aborted, and a secret in a message is masked', async context => {
  const stub = new StubEndpoint();
  const url = await stub.listen(context);
  const text = `secrets: [TOKEN]
tasks:
  gone: { run: 'true', working_directory: no-such-tok-12345678, continue_on_error: true }
  wait: { run: 'echo began; exec sleep 600', needs: [gone], trigger_rule: all_done }
`;
  const folder = program.folder({ 'p.pipeline.yaml': text });
  const env = { OPENLINEAGE_URL: url, TOKEN: 'tok-12345678' };
  const running = startObserved(program, folder, ['run', 'p.pipeline.yaml', '--format', 'json'], env);
  await running.says(/"attempt_started".*"wait"/);
  running.child.kill('SIGINT');
  assert.equal((await running.ended).code, 130);
  const events = stub.sent.map(({ body }) => check(body));
  assert.deepEqual(story(events), { p: 'START ABORT', 'p.gone': 'START FAIL', 'p.wait': 'START ABORT' });
  const message = String(events.find(({ eventType }) => eventType === 'FAIL')?.run.facets.errorMessage?.message);
  assert.match(message, /no-such-\*\*\*/);
});

test('events go to a file, a line each, or to a file each', async () => {
  const folder = program.folder({ 'p.pipeline.yaml': "tasks:\n  a: { run: 'true' }\n" });
  const path = join(folder, 'lineage');
  const env = { OPENLINEAGE__TRANSPORT__TYPE: 'file', OPENLINEAGE__TRANSPORT__LOG_FILE_PATH: path };
  const appending = { ...env, OPENLINEAGE__TRANSPORT__APPEND: 'true' };
  assert.equal((await startObserved(program, folder, ['run', 'p.pipeline.yaml'], appending).ended).code, 0);
  const types = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => check(JSON.parse(line)).eventType);
  assert.deepEqual(types(readFileSync(path, 'utf8')), ['START', 'START', 'COMPLETE', 'COMPLETE']);
  assert.equal((await startObserved(program, folder, ['run', 'p.pipeline.yaml'], env).ended).code, 0);
  const files = readdirSync(folder)
    .filter(name => /^lineage-\d{8}-\d{6}\.\d{6}\.json$/.test(name))
    .sort();
  assert.deepEqual(
    files.flatMap(name => types(readFileSync(join(folder, name), 'utf8'))),
    ['START', 'START', 'COMPLETE', 'COMPLETE'],
  );
});

test('an endpoint that is not there, refuses, or never answers, changes nothing of a run but a line of its runner', async context => {
  const text = "tasks:\n  a: { run: 'true' }\n";
  for (const [answer, says] of [
    [() => 404, /it answers 404\n/],
    [() => 'never' as const, /4 events of the lineage of the run were not sent/],
  ] as const) {
    const stub = new StubEndpoint(answer);
    const env = { OPENLINEAGE_URL: await stub.listen(context) };
    const folder = program.folder({ 'p.pipeline.yaml': text });
    const { code, err } = await startObserved(program, folder, ['run', 'p.pipeline.yaml'], env).ended;
    assert.deepEqual([code, err], [0, '']);
    assert.match(runnerLogOf(folder), says);
  }
  const nowhere = { OPENLINEAGE_URL: await freeUrl() };
  const folder = program.folder({ 'p.pipeline.yaml': text });
  assert.equal((await startObserved(program, folder, ['run', 'p.pipeline.yaml'], nowhere).ended).code, 0);
  assert.match(runnerLogOf(folder), /does not reach http:.*\/api\/v1\/lineage: connection refused\n/);
});

test('what an endpoint cannot take for a moment is sent again', async context => {
  const stub = new StubEndpoint(count => (count === 1 ? 503 : 200));
  const env = {
    OPENLINEAGE__TRANSPORT: JSON.stringify({ type: 'http', url: await stub.listen(context), compression: 'gzip' }),
  };
  const folder = program.folder({
    'p.pipeline.yaml': "tasks:\n  a: { run: 'until [ -e go ]; do sleep 0.02; done' }\n",
  });
  const running = startObserved(program, folder, ['run', 'p.pipeline.yaml'], env);
  await stub.gets(3);
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await running.ended).code, 0);
  const [first, ...rest] = stub.sent.map(({ body }) => check(body));
  assert.equal(first?.eventType, 'START');
  assert.equal(rest.filter(({ eventType, run }) => eventType === 'START' && run.runId === first?.run.runId).length, 1);
  assert.deepEqual(story(rest), { p: 'START COMPLETE', 'p.a': 'START COMPLETE' });
});

test('whoever resumes a run tells of the same run and attempts', async context => {
  const stub = new StubEndpoint();
  const env = { OPENLINEAGE_URL: await stub.listen(context) };
  const folder = program.folder({
    'p.pipeline.yaml': "tasks:\n  a: { run: 'until [ -e go ]; do sleep 0.02; done' }\n",
  });
  const running = startObserved(program, folder, ['run', 'p.pipeline.yaml'], env);
  await stub.gets(2);
  running.child.kill('SIGKILL');
  await running.ended;
  const resumed = startObserved(program, folder, ['resume'], env);
  await stub.gets(3);
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await resumed.ended).code, 0);
  const events = stub.sent.map(({ body }) => check(body));
  assert.deepEqual(story(events), { p: 'START RUNNING COMPLETE', 'p.a': 'START COMPLETE' });
});

test('of more events than may wait, the newest are dropped, and that is told once', async context => {
  const stub = new StubEndpoint();
  const notes: string[] = [];
  const url = await stub.listen(context);
  const target = { kind: 'http', url, headers: {}, timeoutMs: 5000, isCompressed: false } as const;
  const outbox = new HttpOutbox(target, note => notes.push(note), 3);
  for (let event = 0; event < 10; event++) outbox.add('0000', String(event));
  await outbox.end(new AbortController().signal);
  assert.deepEqual(
    stub.sent.map(({ body }) => body),
    [0, 1, 2],
  );
  assert.deepEqual(notes, [`7 events of the lineage of the run were not sent: ${url}`]);
});
