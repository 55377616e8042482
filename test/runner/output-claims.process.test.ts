import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AttemptInputs } from '../../runner/attempt-inputs.ts';
import { OutputClaims } from '../../runner/output-claims.ts';
import { whyText } from '../../runner/run-directory/wording.ts';
import { applyEvent, initialState } from '../../runner/run-state.ts';
import { Scopes } from '../../runner/scopes.ts';
import { TaskExpressions } from '../../runner/task-expressions.ts';
import { makeTask } from './make-pipeline.ts';
import { runStarted } from './run-directory/journal.ts';
import { runFiles } from './run-files.ts';
import { makeRoot } from './whole-run.ts';

const inner = 'tasks: { a: { run: touch out, outputs: { f: { path: out } } } }\n';

test('a file is written by one task only, whatever instances and used pipelines there are', async context => {
  const files = {
    'inner.yaml': inner,
    'p.pipeline.yaml': `
tasks:
  list: { run: 'echo "v=[1,2]" >> $PIPELINE_OUTPUT', outputs: { v: json } }
  each: { needs: [list], foreach: tasks.list.outputs.v, run: touch e, outputs: { f: { path: e } } }
  one: { uses: inner.yaml }
  two: { uses: inner.yaml }
`,
  };
  const state = await runFiles(makeRoot(context), files, { maxParallel: 1 });
  const failed = [...state.tasks.values()].filter(({ status }) => status === 'failed');
  const why = 'Its output `f` is a file that';
  const advice = 'Use two files, or let one need the other.';
  assert.deepEqual(
    failed.map(task => [task.name, whyText(task)]).filter(([name]) => /[/[]/.test(name ?? '')),
    [
      ['two/a', `${why} one/a writes too, and neither waits for the other: out. ${advice}`],
      ['each[item=2]', `${why} each[item=1] writes too, and neither waits for the other: e. ${advice}`],
    ],
  );
});

test('in a run that is gone on with, what was written before counts', () => {
  const outputs = { f: { path: 'out' } };
  const state = initialState(runStarted([makeTask('a', 'true', { outputs }), makeTask('b', 'true', { outputs })]));
  applyEvent(state, { type: 'attempt_started', at: 0, task: 'a', attempt: 1 });
  const expressions = new TaskExpressions(state, () => '');
  const scopes = new Scopes(state, expressions);
  scopes.enterRun();
  const place = { run: '/r', state, expressions, scopes, inputs: new AttemptInputs('/r', expressions) };
  const claim = (name: string) => {
    const task = state.tasks.get(name)?.definition;
    assert.ok(task);
    return new OutputClaims(place).conflict(task, outputs, '/');
  };
  assert.match(claim('b') ?? '', /a file that a writes too/);
  assert.equal(claim('a'), undefined);
});

test('one that waits for the other may write its file again, so may another attempt', async context => {
  const state = await runFiles(makeRoot(context), {
    'inner.yaml': inner,
    'p.pipeline.yaml': `
tasks:
  before: { run: touch out, outputs: { f: { path: out } } }
  one: { needs: [before], uses: inner.yaml }
  two: { needs: [one], uses: inner.yaml }
  after: { needs: [two], retries: 1, run: 'touch out; test $PIPELINE_ATTEMPT = 2', outputs: { f: { path: out } } }
`,
  });
  assert.equal(state.status, 'success');
});

test('a folder belongs to one task only, with all that is in it', async context => {
  const state = await runFiles(
    makeRoot(context),
    {
      'p.pipeline.yaml': `
tasks:
  list: { run: 'echo "v=[1]" >> $PIPELINE_OUTPUT', outputs: { v: json } }
  folder: { run: mkdir -p out/sub, outputs: { d: { path: "\${{ 'out' }}" } } }
  file: { needs: [list], foreach: tasks.list.outputs.v, run: touch out/sub/e, outputs: { f: { path: "out/sub/\${{ 'e' }}" } } }
  after: { needs: [folder], run: touch out/g, outputs: { f: { path: "\${{ 'out/g' }}" } } }
  around: { needs: [after, file], trigger_rule: all_done, run: mkdir -p out, outputs: { d: { path: "\${{ 'out' }}" } } }
`,
    },
    { maxParallel: 1 },
  );
  const why = (name: string) => whyText(state.tasks.get(name) ?? assert.fail(name));
  const advice = 'Use two folders, or let one need the other.';
  assert.deepEqual(['folder', 'file[item=1]', 'after', 'around'].map(why), [
    undefined,
    `Its output \`f\` is in a folder that folder writes, and neither waits for the other: out/sub/e. ${advice}`,
    undefined,
    undefined,
  ]);
});

test('files that are brought back from the cache are written too', async context => {
  const root = makeRoot(context);
  const cached = '  a: { cache: true, run: echo a >out, outputs: { f: { path: "${{ \'out\' }}" } } }\n';
  const other =
    "  b: { needs: [w], run: echo b >out, outputs: { f: { path: \"${{ 'out' }}\" } } }\n  w: { run: 'true' }\n";
  await runFiles(root, { 'p.pipeline.yaml': `tasks:\n${cached}` });
  const state = await runFiles(root, { 'p.pipeline.yaml': `tasks:\n${cached}${other}` }, { maxParallel: 1 });
  assert.equal(state.tasks.get('a')?.source?.kind, 'cache');
  assert.match(whyText(state.tasks.get('b') ?? assert.fail()) ?? '', /`f` is a file that a writes too/);
});
