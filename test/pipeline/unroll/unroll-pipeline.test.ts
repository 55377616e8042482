import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, Matrix, Task } from '../../../pipeline/pipeline.ts';
import { unrollInstances, unrollPipeline } from '../../../pipeline/unroll/unroll-pipeline.ts';
import { pipelinesOf, rootOf, type Texts } from './files.ts';

describe('what is run of a file', () => {
  it('is its very own list of tasks when none is a group', () => {
    const { pipeline, files } = pipelinesOf({ 'a.yaml': 'tasks: { one: { run: x }, two: { run: x, needs: one } }' });
    const unrolled = unrollPipeline(pipeline, '/data/a.yaml', files);
    equal(unrolled.ok && unrolled.tasks, pipeline.tasks);
  });

  it('has the instances of a matrix behind their group, each with the needs of the group', () => {
    deepEqual(
      unrolled(`tasks:
  load: { run: x }
  train: { run: x, needs: load, matrix: { model: [linear, forest], fold: [1, 2], exclude: [{ model: forest, fold: 2 }] } }
  report: { run: x, needs: train }`),
      [
        'load',
        'train needs load, matrix',
        'train[model=linear,fold=1] needs load, in train, {"matrix":{"model":"linear","fold":1}}',
        'train[model=linear,fold=2] needs load, in train, {"matrix":{"model":"linear","fold":2}}',
        'train[model=forest,fold=1] needs load, in train, {"matrix":{"model":"forest","fold":1}}',
        'report needs train',
      ],
    );
  });

  it('has the tasks of a used pipeline behind the task that uses it, by names of their own', () => {
    const texts = {
      'a.yaml': 'tasks: { ingest: { uses: sub/b.yaml }, report: { run: x, needs: ingest } }',
      'sub/b.yaml': 'tasks: { load: { run: x }, inner: { uses: c.yaml, needs: load } }',
      'sub/c.yaml': 'tasks: { clean: { run: x, matrix: { kind: [a] } }, store: { run: x, needs: clean } }',
    };
    deepEqual(unrolledFiles(texts), [
      'ingest uses /data/sub/b.yaml',
      'ingest/load in ingest, scope ingest',
      'ingest/inner needs ingest/load, in ingest, scope ingest, uses /data/sub/c.yaml',
      'ingest/inner/clean in ingest/inner, scope ingest/inner, matrix',
      'ingest/inner/clean[kind=a] in ingest/inner/clean, scope ingest/inner, {"matrix":{"kind":"a"}}',
      'ingest/inner/store needs ingest/inner/clean, in ingest/inner, scope ingest/inner',
      'report needs ingest',
    ]);
  });

  it('has a used pipeline once for each combination of a matrix, and twice where two tasks use it', () => {
    const texts = {
      'a.yaml': 'tasks: { train: { uses: b.yaml, matrix: { m: [1, 2] } }, again: { uses: ./b.yaml } }',
      'b.yaml': 'tasks: { load: { run: x } }',
    };
    deepEqual(unrolledFiles(texts), [
      'train matrix, uses /data/b.yaml',
      'train[m=1] in train, {"matrix":{"m":1}}, uses /data/b.yaml',
      'train[m=1]/load in train[m=1], scope train[m=1]',
      'train[m=2] in train, {"matrix":{"m":2}}, uses /data/b.yaml',
      'train[m=2]/load in train[m=2], scope train[m=2]',
      'again uses /data/b.yaml',
      'again/load in again, scope again',
    ]);
  });

  it('knows of a foreach only the group, also when everything is excluded from a matrix', () => {
    deepEqual(
      unrolled(`tasks:
  each: { run: x, foreach: "fromJSON('[1]')" }
  none: { run: x, matrix: { a: [1], exclude: [{ a: 1 }] } }`),
      ['each foreach', 'none matrix'],
    );
  });
});

describe('the if of a fanned-out task', () => {
  it('is decided once for the group when it does not read the matrix', () => {
    deepEqual(unrolled('tasks: { t: { run: x, matrix: { m: [1] }, if: params.deep }}\nparams: { deep: true }'), [
      't matrix, if params.deep',
      't[m=1] in t, {"matrix":{"m":1}}',
    ]);
  });

  it('is decided for each instance when it reads the matrix, also through env', () => {
    for (const [env, condition] of [
      ['', 'matrix.m == 1'],
      [', env: { M: "${{ matrix.m }}", N: y }', "env.M == '1'"],
    ] as const) {
      deepEqual(
        unrolled(`tasks:\n  t: { run: x, matrix: { m: [1] }, if: "${condition}"${env} }`).map(line =>
          line.replace(/, env.*/, ''),
        ),
        ['t matrix', `t[m=1] in t, if ${condition}, {"matrix":{"m":1}}`],
      );
    }
  });

  it('sees on the group the variables that do not read the matrix, and on the instances all', () => {
    const [group, instance] = tasksOf({
      'a.yaml':
        'tasks:\n  t: { run: x, matrix: { m: [1] }, env: { A: "${{ matrix.m }}", B: "${{ params.b }}" } }\nparams: { b: 1 }',
    });
    deepEqual(Object.keys(group?.env ?? {}), ['B']);
    deepEqual(Object.keys(instance?.env ?? {}), ['A', 'B']);
  });

  it('comes to the instances of foreach when it reads the item', () => {
    const text =
      'tasks:\n  t: { run: x, foreach: "fromJSON(\'[]\')", as: file, if: "file != \'b\'", env: { F: "${{ file }}", G: x } }';
    const [group] = tasksOf({ 'a.yaml': text });
    equal(group?.if, undefined);
    deepEqual(group?.env, { G: 'x' });
    const [instance] = instancesOf({ 'a.yaml': text }, 't', ['a']);
    equal(instance?.if, "file != 'b'");
    deepEqual(instance?.env, { F: '${{ file }}', G: 'x' });
  });
});

describe('the instances of foreach', () => {
  const each = {
    'a.yaml':
      'tasks: { t: { run: x, needs: [s], foreach: tasks.s.outputs.l, as: file }, s: { run: x, outputs: { l: json } } }',
  };

  it('are named by their item, or by their place where that is no short text or there already', () => {
    const items = [
      'a.csv',
      'data/b.csv',
      3,
      true,
      null,
      '',
      { a: 1 },
      [1],
      'A.CSV',
      'a,b',
      'x'.repeat(61),
      'ü ö',
      ' x',
      'a\nb',
      '3',
    ];
    deepEqual(
      instancesOf(each, 't', items).map(({ name }) => name),
      [
        't[file=a.csv]',
        't[file=data/b.csv]',
        't[file=3]',
        't[file=true]',
        't[file=null]',
        ...[5, 6, 7, 8, 9, 10].map(index => `t[${index}]`),
        't[file=ü ö]',
        ...[12, 13, 14].map(index => `t[${index}]`),
      ],
    );
  });

  it('are tasks of the group with an item each, none for an empty list', () => {
    deepEqual(instancesOf(each, 't', []), []);
    deepEqual(instancesOf(each, 't', [{ a: [1] }]).map(shown), [
      't[0] needs s, in t, {"item":{"name":"file","value":{"a":[1]}}}',
    ]);
  });

  it('bring the tasks of the pipeline that they use, wherever the group stands', () => {
    const texts = {
      'a.yaml': 'tasks: { top: { uses: sub/b.yaml } }',
      'sub/b.yaml': 'tasks: { each: { uses: c.yaml, foreach: "fromJSON(\'[1]\')" } }',
      'sub/c.yaml': 'tasks: { load: { run: x }, deep: { uses: ../d.yaml } }',
      'd.yaml': 'tasks: { end: { run: x } }',
    };
    deepEqual(instancesOf(texts, 'top/each', ['i']).map(shown), [
      'top/each[item=i] in top/each, scope top, {"item":{"name":"item","value":"i"}}, uses /data/sub/c.yaml',
      'top/each[item=i]/load in top/each[item=i], scope top/each[item=i]',
      'top/each[item=i]/deep in top/each[item=i], scope top/each[item=i], uses /data/d.yaml',
      'top/each[item=i]/deep/end in top/each[item=i]/deep, scope top/each[item=i]/deep',
    ]);
  });
});

describe('what is too large to be run', () => {
  it('is told in a sentence, and nothing is built', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index);
    equal(
      refusalOf(
        withAxes({ 'a.yaml': 'tasks: { t: { run: x, matrix: { a: [1] } } }' }, { a: hundred, b: hundred, c: hundred }),
      ),
      'The matrix of "t" has 1,000,000 combinations, and a task has at most 10,000 instances.',
    );
    const grid = `tasks: { t: { run: x, matrix: { a: ${JSON.stringify(hundred)}, b: ${JSON.stringify(hundred)} } } }`;
    equal(
      refusalOf(
        withAxes({ 'a.yaml': 'tasks: { t: { uses: b.yaml, matrix: { a: [1] } } }', 'b.yaml': grid }, { a: hundred }),
      ),
      'The run would have 1,000,201 tasks, and at most 100,000 are run.',
    );
    const { pipeline, files } = pipelinesOf({ 'a.yaml': 'tasks: { t: { run: x, foreach: "fromJSON(\'[]\')" } }' });
    const group = pipeline.tasks[0] as Task;
    deepEqual(
      unrollInstances(
        group,
        Array.from({ length: 10_001 }, () => 1),
        files,
      ),
      {
        ok: false,
        message: 'The list of "t" has 10,001 items, and a task has at most 10,000 instances.',
      },
    );
    deepEqual(unrollInstances(group, [1, 2], files, 99_999), {
      ok: false,
      message: 'The run would have 100,001 tasks, and at most 100,000 are run.',
    });
  });

  it('is not a file that doubles itself twenty times: it is counted once for each file', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 20 }, (_, level) => [
        `${level}.yaml`,
        `tasks: { a: { uses: ${level + 1}.yaml }, b: { uses: ${level + 1}.yaml } }`,
      ]),
    );
    equal(
      refusal({ ...texts, '20.yaml': 'tasks: { end: { run: x } }' }),
      'The run would have 3,145,726 tasks, and at most 100,000 are run.',
    );
  });

  it('are pipelines that use one another without end', () => {
    equal(
      refusal({ 'a.yaml': 'tasks: { t: { uses: a.yaml } }' }),
      'Pipelines use one another more than 20 levels deep, down to /data/a.yaml.',
    );
  });
});

function tasksOf(texts: Texts): readonly Task[] {
  const { pipeline, files } = pipelinesOf(texts);
  const unrolled = unrollPipeline(pipeline, rootOf(texts), files);
  if (!unrolled.ok) throw new Error(unrolled.message);
  return unrolled.tasks;
}

function instancesOf(texts: Texts, group: string, items: readonly Json[]): readonly Task[] {
  const task = tasksOf(texts).find(({ name }) => name === group);
  if (!task) throw new Error(`There is no ${group}.`);
  const unrolled = unrollInstances(task, items, pipelinesOf(texts).files);
  if (!unrolled.ok) throw new Error(unrolled.message);
  return unrolled.tasks;
}

function refusal(texts: Texts): string {
  return refusalOf(pipelinesOf(texts));
}

function refusalOf({ pipeline, files }: ReturnType<typeof pipelinesOf>): string {
  const unrolled = unrollPipeline(pipeline, '/data/a.yaml', files);
  return unrolled.ok ? `${unrolled.tasks.length} tasks` : unrolled.message;
}

/** With other axes for the first task than a file may have. */
function withAxes(texts: Texts, axes: Matrix['axes']): ReturnType<typeof pipelinesOf> {
  const { pipeline, files } = pipelinesOf(texts);
  const tasks = pipeline.tasks.map(task => ({ ...task, matrix: { axes, include: [], exclude: [] } }));
  return { pipeline: { ...pipeline, tasks }, files };
}

function unrolledFiles(texts: Texts): string[] {
  return tasksOf(texts).map(shown);
}

function unrolled(text: string): string[] {
  return unrolledFiles({ 'a.yaml': text });
}

function shown(task: Task): string {
  const parts = [
    ...(task.needs.length > 0 ? [`needs ${task.needs.join(' ')}`] : []),
    ...(task.group === undefined ? [] : [`in ${task.group}`]),
    ...(task.scope === undefined ? [] : [`scope ${task.scope}`]),
    ...(task.matrix ? ['matrix'] : []),
    ...(task.foreach ? ['foreach'] : []),
    ...(task.if === undefined ? [] : [`if ${task.if}`]),
    ...(task.instance ? [JSON.stringify(task.instance)] : []),
    ...(task.action.kind === 'pipeline' ? [`uses ${task.action.file}`] : []),
  ];
  return [task.name, parts.join(', ')].filter(part => part !== '').join(' ');
}
