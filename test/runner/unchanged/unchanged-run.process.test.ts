import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import { runsFolder, unchangedFile } from '../../../runner/layout.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { outcomes, UnchangedTrial } from './unchanged-trial.ts';

/** So few are found out about in no time, and not remembered. */
const many = Array.from({ length: 101 }, (_, place) => makeTask(`t${place}`, 'true', { cache: true }));
const copy = makeTask('copy', 'cat in/* > out; echo "lines=$(wc -l < out)" >> $PIPELINE_OUTPUT', {
  cache: true,
  inputs: ['in/*'],
  outputs: { out: { path: 'out' }, lines: { type: 'integer' } },
});

test('a run of which nothing has changed is kept like the one before, events, values and all, with its own id and times', async context => {
  const trial = new UnchangedTrial(context, makePipeline([...many, copy, ...groupTasks()]));
  trial.write('in/a', 'a\n');
  const usual = await trial.settle();
  const record = trial.unchanged();
  assert.ok(record);
  const before = Date.now();
  const told = await trial.retell(record);
  assert.equal(outcomes(told), outcomes(usual));
  assert.deepEqual(told.tasks.get('copy')?.outputs, { out: trial.path('out'), lines: 1 });
  assert.notEqual(told.started.runId, usual.started.runId);
  const { at: _, runId: __, ...started } = told.started;
  const { at: ___, runId: ____, ...others } = usual.started;
  assert.deepEqual(started, { ...others, maxParallel: started.maxParallel });
  assert.ok([...told.tasks.values()].every(({ endedAt = 0 }) => endedAt >= before));
});

test('each change of what it depended on is seen', async context => {
  const trial = new UnchangedTrial(context, makePipeline([...many, copy]));
  trial.write('in/a', 'a\n');
  const changes: readonly (readonly [string, () => void])[] = [
    ['an input is edited', () => trial.write('in/a', 'b\n')],
    ['an input is added', () => trial.write('in/b', 'b\n')],
    ['an input is removed', () => trial.remove('in/b')],
    ['an output is gone', () => trial.remove('out')],
    ['an output is edited', () => trial.write('out', 'mine\n')],
    ['an output is no longer what it may do', () => chmodSync(trial.path('out'), 0o755)],
    ['the pipeline is edited', () => trial.write('p.pipeline.yaml', 'second')],
    ['the list of successes has grown', () => appendFileSync(trial.path('.dagwright/cache/entries'), 'other\n')],
    ['the cache is cleared', () => trial.remove('.dagwright/cache')],
  ];
  await trial.settle();
  for (const [what, change] of changes) {
    assert.ok(trial.unchanged(), `before ${what}`);
    change();
    assert.equal(trial.unchanged(), undefined, what);
    assert.equal((await trial.settle()).status, 'success');
  }
});

test('a file, or a dead link, that comes where none was is seen', async context => {
  const optional = makeTask('optional', 'true', { cache: true, inputs: ['settings'] });
  const trial = new UnchangedTrial(context, makePipeline([...many, optional]));
  await trial.settle();
  assert.ok(trial.unchanged());
  symlinkSync('nowhere', trial.path('settings'));
  assert.equal(trial.unchanged(), undefined);
});

test('another program, other params, another file and a later time are other runs', async context => {
  const trial = new UnchangedTrial(context, makePipeline(many));
  await trial.settle();
  assert.ok(trial.unchanged());
  assert.equal(trial.unchanged({ build: 'other' }), undefined);
  assert.equal(trial.unchanged({ given: ['rate=1'] }), undefined);
  assert.equal(trial.unchanged({ file: trial.path('q.pipeline.yaml') }), undefined);
  // By then what was used has to be marked, or it is taken for old.
  assert.equal(trial.unchanged({}, Date.now() + 6 * 3_600_000), undefined);
});

test('what is torn, spoilt, or may have been written by others is not believed', async context => {
  const trial = new UnchangedTrial(context, makePipeline([...many, copy]));
  trial.write('in/a', 'a\n');
  await trial.settle();
  const file = unchangedFile(trial.root, trial.memory.file);
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length += 997) {
    writeFileSync(file, whole.subarray(0, length));
    assert.equal(trial.unchanged(), undefined, `${length} bytes`);
  }
  for (let at = 0; at < whole.length; at += 397) {
    const spoilt = Buffer.from(whole);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x41;
    writeFileSync(file, spoilt);
    assert.equal(trial.unchanged(), undefined, `byte ${at}`);
  }
  writeFileSync(file, whole);
  assert.ok(trial.unchanged());
  chmodSync(file, 0o644);
  assert.equal(trial.unchanged(), undefined);
});

const dependent: readonly (readonly [string, Task])[] = [
  ['the time of the run', makeTask('d', 'true', { if: "run.date != ''", cache: true })],
  [
    'the time of the run, behind braces in quotes',
    makeTask('d', 'true', { cache: true, env: { A: "${{ format('{{{0}}}', startsWith(run.date, '2')) }}" } }),
  ],
  ['the id of the run', makeTask('d', 'true', { if: "run.id == 'x'" })],
  ['what started it', makeTask('d', 'true', { cache: true, env: { A: '${{ toJSON(trigger) }}' } })],
  ['hashFiles', makeTask('d', 'true', { cache: true, env: { A: "${{ hashFiles('in/*') }}" } })],
  ['the machine', makeTask('d', 'true', { cache: true, resources: { cpus: 1 } })],
  ['a task that is not cached', makeTask('d', 'true')],
  ['a link', makeTask('d', 'mkdir -p made; ln -sf x made/link', { cache: true, outputs: { made: { path: 'made' } } })],
];
for (const [what, task] of dependent) {
  test(`a run that depends on ${what} is not remembered`, async context => {
    const trial = new UnchangedTrial(context, makePipeline([...many, task]));
    trial.write('in/a', 'a\n');
    await trial.settle();
    assert.equal(trial.unchanged(), undefined);
  });
}

test('a part of a pipeline, a run with secrets and one that ignores the cache are not remembered', async context => {
  const trial = new UnchangedTrial(context, makePipeline(many));
  const given = new Map([[trial.memory.file, { variables: { A: '1' }, secrets: {} }]]);
  for (const more of [{ selection: { tasks: ['t1'], with: 'only' as const } }, { given }, { ignoresCache: true }]) {
    trial.more = more;
    await trial.settle();
    assert.equal(trial.unchanged(), undefined, JSON.stringify(more));
  }
});

test('where the run cannot be kept, nothing of it stays', async context => {
  const trial = new UnchangedTrial(context, makePipeline(many));
  await trial.settle();
  const record = trial.unchanged();
  assert.ok(record);
  const runs = readdirSync(runsFolder(trial.root)).length;
  trial.remove('.dagwright/runs');
  writeFileSync(runsFolder(trial.root), '');
  await assert.rejects(trial.retell(record));
  trial.remove('.dagwright/runs');
  await trial.retell(record);
  assert.ok(runs > 0 && readdirSync(runsFolder(trial.root)).length === 1);
});

test('two at the same time are two runs', async context => {
  const trial = new UnchangedTrial(context, makePipeline([...many, copy]));
  trial.write('in/a', 'a\n');
  await trial.settle();
  const [one, two] = [trial.unchanged(), trial.unchanged()];
  assert.ok(one && two);
  const told = await Promise.all([trial.retell(one), trial.retell(two)]);
  assert.equal(outcomes(told[0]), outcomes(told[1]));
  assert.notEqual(told[0].started.runId, told[1].started.runId);
});

test('random edits: what is told at once is what the usual way comes to', async context => {
  const trial = new UnchangedTrial(context, makePipeline([...many, copy, ...groupTasks()], { env: { MODE: 'a' } }));
  trial.write('in/a', 'a\n');
  const random = chances(7);
  let unchanged = 0;
  await trial.settle();
  for (let round = 0; round < 25; round++) {
    const edit = edits[Math.floor(random() * edits.length)];
    edit?.(trial, random);
    const record = trial.unchanged();
    const told = record && (await trial.retell(record));
    const usual = await trial.run();
    if (told) assert.equal(outcomes(told), outcomes(usual), `round ${round}`);
    if (told) unchanged++;
    // What had to be run, or was brought back, is found done by the next.
    else await trial.run();
  }
  assert.ok(unchanged > 3 && unchanged < 22, `${unchanged} of 25`);
});

const edits: readonly ((trial: UnchangedTrial, random: () => number) => void)[] = [
  () => {},
  () => {},
  (trial, random) => trial.write(`in/${Math.floor(random() * 4)}`, `${random()}\n`),
  (trial, random) => trial.remove(`in/${Math.floor(random() * 4)}`),
  trial => trial.remove('out'),
  trial => trial.remove('list/a'),
  (trial, random) => trial.write('elsewhere', `${random()}`),
  trial => {
    const env = { MODE: trial.pipeline.env.MODE === 'a' ? 'b' : 'a' };
    trial.pipeline = { ...trial.pipeline, env };
    trial.write('p.pipeline.yaml', JSON.stringify(env));
  },
];

/** Members that are known only in the run, instances of a matrix, and a task that is skipped. */
function groupTasks(): readonly Task[] {
  const list = makeTask('list', `echo 'names=["a","b"]' >> $PIPELINE_OUTPUT`, {
    cache: true,
    outputs: { names: { type: 'json' } },
  });
  const each = makeTask('each', 'mkdir -p list; echo "${{ name }} $MODE" > "list/${{ name }}"', {
    cache: true,
    needs: ['list'],
    foreach: { list: 'tasks.list.outputs.names', as: 'name' },
    outputs: { file: { path: 'list/${{ name }}' } },
  });
  const none = makeTask('none', 'true', { cache: true, if: 'tasks.list.outputs.names[0] == 1', needs: ['list'] });
  return [list, each, none];
}

function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
