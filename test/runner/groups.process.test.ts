import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '../../runner/run-state.ts';
import { runFiles } from './run-files.ts';
import { logOf, makeRoot, statuses } from './whole-run.ts';

test('a matrix runs an instance for each combination, and what needs it waits for all and reads lists', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'p.pipeline.yaml': `
tasks:
  train:
    matrix: { model: [linear, forest], fold: [1, 2] }
    run: echo "accuracy=\${{ matrix.fold }}" >> $PIPELINE_OUTPUT; echo "model=\${{ matrix.model }}" >> $PIPELINE_OUTPUT
    outputs: { accuracy: number, model: string }
  best:
    needs: [train]
    run: |
      echo '\${{ toJSON(tasks.train.outputs.accuracy) }}' '\${{ join(tasks.train.outputs.model) }}' '\${{ tasks.train.status }}'
      cat $PIPELINE_INPUTS
`,
  });
  assert.equal(
    statuses(state),
    'train:success train[model=linear,fold=1]:success train[model=linear,fold=2]:success ' +
      'train[model=forest,fold=1]:success train[model=forest,fold=2]:success best:success',
  );
  const [line, inputs] = logOf(root, state, 'best').split(/(?<=success)\n/);
  assert.equal(line?.replaceAll(/\s+/g, ' '), '[ 1, 2, 1, 2 ] linear,linear,forest,forest success');
  assert.deepEqual(JSON.parse(inputs ?? ''), {
    train: { accuracy: [1, 2, 1, 2], model: ['linear', 'linear', 'forest', 'forest'] },
  });
});

test('an instance reads what the instance with its values gave, in a smaller matrix too, and all of a larger one', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'p.pipeline.yaml': `
tasks:
  train:
    matrix: { model: [a, b] }
    run: echo "m=\${{ matrix.model }}" >> $PIPELINE_OUTPUT
    outputs: { m: string }
  score:
    needs: [train]
    matrix: { fold: [1, 2], model: [a, b] }
    run: |
      test '\${{ tasks.train.outputs.m }}' = '\${{ matrix.model }}'
      grep -q '"m":"\${{ matrix.model }}"' $PIPELINE_INPUTS
      echo "s=\${{ matrix.model }}\${{ matrix.fold }}" >> $PIPELINE_OUTPUT
    outputs: { s: string }
  merge:
    needs: [score]
    matrix: { model: [a] }
    run: echo '\${{ join(tasks.score.outputs.s) }}'
`,
  });
  assert.equal(state.status, 'success', statuses(state));
  assert.equal(logOf(root, state, 'merge[model=a]'), 'a1,b1,a2,b2\n');
});

test('foreach runs an instance for each item of a list that a task gave, whatever the items are', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'p.pipeline.yaml': `
tasks:
  list:
    run: echo 'files=["a.csv","b c.csv",{"x":1.5}]' >> $PIPELINE_OUTPUT
    outputs: { files: json }
  convert:
    needs: [list]
    foreach: \${{ tasks.list.outputs.files }}
    as: file
    run: |
      echo 'n=\${{ toJSON(file) }}' | tr -d '\\n ' >> $PIPELINE_OUTPUT
    outputs: { n: json }
  report:
    needs: [convert]
    run: echo '\${{ tasks.convert.outputs.n[2].x }}' '\${{ tasks.convert.outputs.n[0] }}'
`,
  });
  assert.equal(state.status, 'success', JSON.stringify([...state.tasks.values()], null, 1));
  assert.equal(logOf(root, state, 'report'), '1.5 a.csv\n');
  assert.equal([...state.tasks.keys()].at(-3), 'convert[file=a.csv]');
});

test('an empty list is a success without instances', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'p.pipeline.yaml': `
tasks:
  list:
    run: echo 'files=[]' >> $PIPELINE_OUTPUT
    outputs: { files: json }
  convert: { needs: [list], foreach: "\${{ tasks.list.outputs.files }}", run: exit 1, outputs: { n: number } }
  report: { needs: [convert], run: "echo '\${{ toJSON(tasks.convert.outputs.n) }}'" }
`,
  });
  assert.equal(statuses(state), 'list:success convert:success report:success');
  assert.equal(logOf(root, state, 'report'), '[]\n');
});

test('what is no list fails the group, which says what it is', async context => {
  const told = async (value: string, type: string) => {
    const state = await runFiles(makeRoot(context), {
      'p.pipeline.yaml': `
tasks:
  list:
    run: echo 'x=${value}' >> $PIPELINE_OUTPUT
    outputs: { x: ${type} }
  each: { needs: [list], foreach: "\${{ tasks.list.outputs.x }}", run: "true" }
  below: { needs: [each], run: "true" }
  alert: { needs: [each], trigger_rule: one_failed, run: "true" }
`,
    });
    assert.equal(statuses(state), 'list:success each:failed below:upstream_failed alert:success');
    assert.equal(state.status, 'failed');
    return reason(state, 'each');
  };
  assert.equal(await told('5', 'number'), '`foreach` needs a list, and `tasks.list.outputs.x` is a number: 5.');
  assert.equal(await told('["a"]', 'string'), '`foreach` needs a list, and `tasks.list.outputs.x` is a text: ["a"].');
  assert.equal(await told('{}', 'json'), '`foreach` needs a list, and `tasks.list.outputs.x` is an object.');
  assert.match(await told('null', 'json'), /is nothing: there is no such value\.$/);
});

const inner = `
name: inner
params: { n: { type: integer, default: 3, maximum: 9 }, who: { type: string, default: me } }
env: { GREETING: "hello \${{ params.who }}" }
outputs: { doubled: "\${{ tasks.double.outputs.d }}", text: "n=\${{ params.n }}" }
tasks:
  read:
    run: |
      pwd
      echo "$GREETING from $PIPELINE_NAME, \${{ env.GREETING }}, $OUTER"
      cat data.txt
      echo "v=$(( \${{ params.n }} ))" >> $PIPELINE_OUTPUT
    outputs: { v: integer, file: { path: data.txt } }
  double:
    needs: read
    run: |
      cat $PIPELINE_INPUTS
      echo "d=$(( 2 * \${{ tasks.read.outputs.v }} ))" >> $PIPELINE_OUTPUT
    outputs: { d: integer }
`;

test('a task that uses a pipeline runs its tasks with its params, in its folder, and gives its outputs', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'sub/data.txt': 'data\n',
    'sub/inner.yaml': inner,
    'p.pipeline.yaml': `
env: { OUTER: outer, GREETING: outer }
tasks:
  size: { run: echo n=4 >> $PIPELINE_OUTPUT, outputs: { n: integer } }
  ingest: { needs: [size], uses: sub/inner.yaml, with: { n: "\${{ tasks.size.outputs.n }}" } }
  report: { needs: [ingest], run: "echo '\${{ tasks.ingest.outputs.doubled }} \${{ tasks.ingest.outputs.text }}'; cat $PIPELINE_INPUTS" }
`,
  });
  assert.equal(statuses(state), 'size:success ingest:success ingest/read:success ingest/double:success report:success');
  assert.equal(logOf(root, state, 'ingest/read'), `${root}/sub\nhello me from inner, hello me, outer\ndata\n`);
  assert.deepEqual(JSON.parse(logOf(root, state, 'ingest/double')), {
    read: { v: 4, file: `${root}/sub/data.txt` },
  });
  assert.equal(logOf(root, state, 'report'), '8 n=4\n{"ingest":{"doubled":8,"text":"n=4"}}');
  assert.deepEqual(state.tasks.get('ingest')?.params, { n: 4, who: 'me' });
});

test('params that a used pipeline does not take fail the group, and nothing in it is run', async context => {
  const state = await runFiles(makeRoot(context), {
    'inner.yaml': inner,
    'p.pipeline.yaml': `
tasks:
  size: { run: echo n=40 >> $PIPELINE_OUTPUT, outputs: { n: integer } }
  ingest: { needs: [size], uses: inner.yaml, with: { n: "\${{ tasks.size.outputs.n }}" } }
`,
  });
  assert.equal(statuses(state), 'size:success ingest:failed ingest/read:upstream_failed ingest/double:upstream_failed');
  assert.equal(reason(state, 'ingest'), 'The param n must be at most 9, not 40.');
});

test('a pipeline is used in a matrix, with foreach in it, three levels deep', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'p.pipeline.yaml': `
tasks:
  all:
    matrix: { model: [a, b] }
    uses: mid/mid.yaml
    with: { model: "\${{ matrix.model }}" }
  report: { needs: [all], run: "echo '\${{ toJSON(tasks.all.outputs.names) }}' | tr -d ' \\n'" }
`,
    'mid/mid.yaml': `
params: { model: string }
outputs: { names: "\${{ tasks.each.outputs.name }}" }
tasks:
  list:
    run: echo 'items=["x","y"]' >> $PIPELINE_OUTPUT
    outputs: { items: json }
  each:
    needs: [list]
    foreach: \${{ tasks.list.outputs.items }}
    uses: low/low.yaml
    with: { name: "\${{ params.model }}-\${{ item }}" }
`,
    'mid/low/low.yaml': `
params: { name: string }
outputs: { name: "\${{ tasks.say.outputs.name }}" }
tasks:
  say:
    run: echo "name=\${{ params.name }}@$(basename $PWD)" >> $PIPELINE_OUTPUT
    outputs: { name: string }
`,
  });
  assert.equal(
    state.status,
    'success',
    JSON.stringify(
      [...state.tasks.values()].map(t => [t.name, t.status, t.reason]),
      null,
      1,
    ),
  );
  assert.equal(logOf(root, state, 'report'), '[["a-x@low","a-y@low"],["b-x@low","b-y@low"]]');
  assert.ok(state.tasks.has('all[model=b]/each[item=y]/say'));
});

function reason(state: RunState, task: string): string {
  const found = state.tasks.get(task)?.reason;
  assert.equal(found?.kind, 'error');
  return found.message;
}
