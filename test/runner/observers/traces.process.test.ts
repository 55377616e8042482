import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from '../cli/program.ts';
import { newestRun, runnerLogOf, startObserved } from './observed-program.ts';
import { otlpChecker, plain, type SentSpan, spansOf } from './otlp-json.ts';
import { StubEndpoint } from './stub-endpoint.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const file = `name: demo
secrets: [TOKEN]
tasks:
  ok: { run: 'echo "$TRACEPARENT"' }
  bad: { run: 'exit 3', retries: 1, retry_delay: 1ms, continue_on_error: true }
  fan: { matrix: { x: [1, 2] }, run: 'true' }
  idle: { if: 'false', run: 'true' }
  gone: { run: 'true', working_directory: no-such-tok-12345678, continue_on_error: true }
`;

const traceId = '0af7651916cd43dd8448eb211c80319c';
const above = 'b7ad6b7169203331';

test('a run is a trace as OTLP publishes it: a span for it, for each group and each attempt, below what started it', async context => {
  const stub = new StubEndpoint();
  const folder = program.folder({ 'p.pipeline.yaml': file });
  const { code } = await startObserved(program, folder, ['run', 'p.pipeline.yaml'], {
    ...{ DAGWRIGHT_TRACES: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: await stub.listen(context) },
    ...{ OTEL_RESOURCE_ATTRIBUTES: 'team=data', TRACEPARENT: `00-${traceId}-${above}-01`, TOKEN: 'tok-12345678' },
  }).ended;
  assert.equal(code, 0);
  assert.equal(runnerLogOf(folder), '');
  const check = await otlpChecker();
  const requests = stub.sent.map(({ body }) => check(body));
  assert.ok(stub.sent.every(({ path }) => path === '/v1/traces'));
  const resource = plain(requests[0]?.resourceSpans[0]?.resource.attributes ?? []);
  assert.deepEqual(
    [resource['service.name'], resource.team, resource['cicd.pipeline.name']],
    ['dagwright', 'data', 'demo'],
  );
  const spans = spansOf(requests);
  assert.ok(spans.every(span => span.traceId === traceId));
  const run = named(spans, 'RUN demo');
  assert.deepEqual([run.parentSpanId, run.kind], [above, 2]);
  const tree = spans.map(span => {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    const words = plain(span.attributes);
    return `${parent?.name ?? '-'} > ${span.name}: ${words['cicd.pipeline.task.run.result'] ?? words['cicd.pipeline.result']} ${span.status.code}`;
  });
  assert.deepEqual(tree.sort(), [
    '- > RUN demo: success 0',
    'RUN demo > bad: failure 2',
    'RUN demo > bad: failure 2',
    'RUN demo > fan: success 0',
    'RUN demo > gone: error 2',
    'RUN demo > idle: skip 0',
    'RUN demo > ok: success 0',
    'fan > fan[x=1]: success 0',
    'fan > fan[x=2]: success 0',
  ]);
  const [first, second] = spans
    .filter(({ name }) => name === 'bad')
    .sort((one, other) => one.links.length - other.links.length);
  assert.deepEqual(
    second?.links.map(({ spanId }) => spanId),
    [first?.spanId],
  );
  assert.equal(plain(second?.attributes ?? [])['process.exit.code'], 3);
  assert.match(named(spans, 'gone').status.message ?? '', /no-such-\*\*\*/);
  assert.doesNotMatch(JSON.stringify(stub.sent), /tok-12345678/);
  const log = readFileSync(join(newestRun(folder), 'tasks', 'ok.1.log'), 'utf8');
  assert.equal(log, `00-${traceId}-${named(spans, 'ok').spanId}-01\n`);
});

test('whoever resumes a run goes on with its trace', async context => {
  const stub = new StubEndpoint();
  const folder = program.folder({
    'p.pipeline.yaml':
      "tasks:\n  a: { run: 'echo began; until [ -e go ]; do sleep 0.02; done' }\n  b: { run: 'true', needs: [a] }\n",
  });
  const env = { DAGWRIGHT_TRACES: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: await stub.listen(context) };
  const inherited = { ...env, TRACEPARENT: `00-${traceId}-${above}-01` };
  const running = startObserved(program, folder, ['run', 'p.pipeline.yaml', '--format', 'json'], inherited);
  await running.says(/"attempt_started".*"a"/);
  running.child.kill('SIGKILL');
  await running.ended;
  const resumed = startObserved(program, folder, ['resume', '--format', 'json'], env);
  await resumed.says(/run_resumed/);
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await resumed.ended).code, 0);
  const check = await otlpChecker();
  const spans = spansOf(stub.sent.map(({ body }) => check(body)));
  assert.deepEqual(spans.map(({ name }) => name).sort(), ['RUN p', 'a', 'b']);
  const run = named(spans, 'RUN p');
  assert.deepEqual([run.traceId, run.parentSpanId, run.events.map(({ name }) => name)], [traceId, above, ['resumed']]);
  assert.ok(spans.every(({ name, parentSpanId }) => name === 'RUN p' || parentSpanId === run.spanId));
  assert.ok(BigInt(named(spans, 'a').startTimeUnixNano) < BigInt(named(spans, 'b').startTimeUnixNano));
});

test('a trace that is not to be kept is not sent, and tasks are told so', async context => {
  const stub = new StubEndpoint();
  const folder = program.folder({ 'p.pipeline.yaml': "tasks:\n  a: { run: 'echo $TRACEPARENT' }\n" });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: await stub.listen(context), TRACEPARENT: `00-${traceId}-${above}-00` };
  const traced = { ...env, DAGWRIGHT_TRACES: 'otlp' };
  assert.equal((await startObserved(program, folder, ['run', 'p.pipeline.yaml'], traced).ended).code, 0);
  assert.match(
    readFileSync(join(newestRun(folder), 'tasks', 'a.1.log'), 'utf8'),
    new RegExp(`^00-${traceId}-.*-00\n$`),
  );
  assert.deepEqual(stub.sent, []);
});

test('without DAGWRIGHT_TRACES nothing is sent; a word that it cannot be is refused; what is wrong is a line of the runner', async context => {
  const stub = new StubEndpoint();
  const url = await stub.listen(context);
  const folder = program.folder({ 'p.pipeline.yaml': "tasks:\n  a: { run: 'true' }\n" });
  const run = (env: Readonly<Record<string, string>>) =>
    startObserved(program, folder, ['run', 'p.pipeline.yaml'], env).ended;
  assert.equal((await run({ OTEL_EXPORTER_OTLP_ENDPOINT: url })).code, 0);
  const off = { DAGWRIGHT_TRACES: 'otlp', OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: url };
  assert.equal((await run(off)).code, 0);
  assert.deepEqual(stub.sent, []);
  const refused = await run({ DAGWRIGHT_TRACES: 'yes' });
  assert.deepEqual([refused.code, /DAGWRIGHT_TRACES is "yes"/.test(refused.err)], [2, true]);
  assert.equal((await run({ DAGWRIGHT_TRACES: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).code, 0);
  assert.match(runnerLogOf(folder), /OTEL_EXPORTER_OTLP_PROTOCOL is grpc/);
  const nowhere = { DAGWRIGHT_TRACES: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  assert.deepEqual(await run(nowhere).then(({ code, err }) => [code, err]), [0, '']);
  assert.match(runnerLogOf(folder), /could not be sent, or not all of them: connect ECONNREFUSED/);
});

function named(spans: readonly SentSpan[], name: string): SentSpan {
  const span = spans.find(candidate => candidate.name === name);
  assert.ok(span, `no span ${name}`);
  return span;
}
