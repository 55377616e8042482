import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../runner/event.ts';
import { journalFile, runFolder } from '../../runner/layout.ts';
import { runPipeline } from '../../runner/run-pipeline.ts';
import { applyEvent, initialState } from '../../runner/run-state.ts';
import { makePipeline, makeTask } from './make-pipeline.ts';
import { logOf, makeRoot, optionsFor, statuses } from './whole-run.ts';

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

test('what we say of an attempt stands on a line of its own in its log', async context => {
  const root = makeRoot(context);
  const task = makeTask('a', 'printf half', { outputs: { n: { type: 'number' } } });
  const state = await runPipeline(optionsFor(root, makePipeline([task])));
  assert.match(logOf(root, state, 'a'), /^half\nIts output `n` is missing: .*\n$/);
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

test('a task that prints without end costs the runner no memory', async context => {
  const root = makeRoot(context);
  const before = process.memoryUsage().rss;
  const state = await runPipeline(optionsFor(root, makePipeline([makeTask('chatty', 'head -c 200000000 /dev/zero')])));
  assert.equal(state.status, 'success');
  assert.ok(process.memoryUsage().rss - before < 50_000_000);
});

function expression(text: string): string {
  return `$\{{ ${text} }}`;
}
