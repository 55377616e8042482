import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import type { Selection } from '../../../runner/event.ts';
import { chooseTasks } from '../../../runner/select/choose-tasks.ts';
import { noPast, type Past } from '../../../runner/select/past.ts';
import { type Part, selectPart } from '../../../runner/select/select-part.ts';
import { taskGraph } from '../../../runner/select/task-graph.ts';
import { randomFrom } from '../../random.ts';
import { makeTask } from '../make-pipeline.ts';
import { randomTasks } from './random-tasks.ts';

const matrix = { axes: { model: ['a', 'b'], fold: [1, 2] }, include: [], exclude: [] };
const instances = ['a', 'b'].flatMap(model =>
  [1, 2].map(fold =>
    makeTask(`train[model=${model},fold=${fold}]`, '', {
      group: 'train',
      instance: { matrix: { model, fold } },
      needs: ['load'],
    }),
  ),
);
const uses = { kind: 'pipeline', file: '/u', with: {} } as const;
const tasks: readonly Task[] = [
  makeTask('load', ''),
  makeTask('train', '', { needs: ['load'], matrix }),
  ...instances,
  makeTask('evaluate', '', { needs: ['train'] }),
  makeTask('ingest', '', { action: uses }),
  makeTask('ingest/fetch', '', { group: 'ingest', scope: 'ingest' }),
  makeTask('ingest/store', '', { group: 'ingest', scope: 'ingest', needs: ['ingest/fetch'] }),
  makeTask('deploy', '', { needs: ['evaluate', 'ingest'] }),
  makeTask('alert', '', { needs: ['evaluate'], triggerRule: 'one_failed' }),
  makeTask('note', 'echo ${{ tasks.load.outputs.n }}', { needs: ['evaluate'] }),
];
const everything: Past = { successOf: ({ name }) => ({ run: 'r', outputs: { n: name } }) };

test('tasks are named by name, instance, part of an instance, task of a used pipeline, or a star', () => {
  assert.deepEqual(chosen('load', 'ingest/fetch'), ['load', 'ingest/fetch']);
  assert.deepEqual(chosen('train[model=b,fold=2]'), ['train[model=b,fold=2]']);
  assert.deepEqual(chosen('train[fold=1]'), ['train[model=a,fold=1]', 'train[model=b,fold=1]']);
  assert.deepEqual(chosen('train[fold=2, model=a]'), ['train[model=a,fold=2]']);
  assert.deepEqual(chosen('ingest/*'), ['ingest/fetch', 'ingest/store']);
});

test('a name that means nothing is told with what may be meant', () => {
  const late = makeTask('convert', '', { foreach: { list: 'x', as: 'file' } });
  const said = chooseTasks(taskGraph([...tasks, late]), [
    'evalaute',
    'zzzzzzz',
    'train[model=c]',
    'x*',
    'convert[file=a]',
  ]);
  assert.deepEqual('errors' in said && said.errors, [
    'There is no task evalaute. Did you mean evaluate?',
    'There is no task zzzzzzz. The tasks are: load, train, evaluate, ingest, deploy, alert, note, convert.',
    'train has no instance [model=c]. It has: train[model=a,fold=1], train[model=a,fold=2], train[model=b,fold=1], train[model=b,fold=2].',
    'No task fits x*.',
    'convert[file=a] is known only while convert runs. Name the whole: convert',
  ]);
});

test('with all that they need: of a group that is needed, all members; beside a named instance, no other', () => {
  assert.equal(part('upstream', 'evaluate'), `load train ${instances.map(({ name }) => name).join(' ')} evaluate`);
  assert.equal(part('upstream', 'train[model=a,fold=1]'), 'load train train[model=a,fold=1]');
  assert.equal(part('upstream', 'ingest/store'), 'ingest ingest/fetch ingest/store');
});

test('from a task on: what is needed from outside is taken over', () => {
  assert.equal(part('downstream', 'ingest'), '(evaluate) ingest ingest/fetch ingest/store deploy');
  assert.equal(part('downstream', 'ingest/store'), '(evaluate) ingest (ingest/fetch) ingest/store deploy');
});

test('what needs a group gets what all its members give, also those that are not run', () => {
  assert.equal(
    part('downstream', 'train[model=a]'),
    '(load) train train[model=a,fold=1] train[model=a,fold=2] (train[model=b,fold=1]) (train[model=b,fold=2]) evaluate (ingest) (ingest/fetch) (ingest/store) deploy alert note',
  );
  assert.equal(part('only', 'train[model=a]'), '(load) train train[model=a,fold=1] train[model=a,fold=2]');
});

test('only a task: with the results of its needs, and of tasks whose outputs it reads', () => {
  assert.equal(part('only', 'note'), '(load) (evaluate) note');
  assert.equal(part('only', 'evaluate'), `(train) ${instances.map(({ name }) => `(${name})`).join(' ')} evaluate`);
});

test('a task whose rule waits for a failure is started when it is named', () => {
  const only = selectPart(tasks, { tasks: ['alert'], with: 'only' }, everything);
  assert.ok('tasks' in only);
  assert.deepEqual(
    only.tasks.map(({ name, needs, triggerRule }) => [name, needs, triggerRule]),
    [['alert', [], 'all_success']],
  );
});

test('a need without a success is told by the first task that needs it', () => {
  const said = selectPart(tasks, { tasks: ['deploy'], with: 'only' }, noPast);
  assert.deepEqual('errors' in said && said.errors, [
    'deploy needs evaluate, which has not succeeded yet.',
    'deploy needs ingest, which has not succeeded yet.',
    'Run what is needed too: leave --only out.',
  ]);
});

test('300 random parts lack nothing that they need', () => {
  const ways = ['upstream', 'downstream', 'only'] as const;
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const all = randomTasks(random);
    const named = all.filter(() => random() < 0.15).map(({ name }) => name);
    const way = ways[seed % 3] ?? 'only';
    const got = selectPart(all, { tasks: named, with: way }, everything);
    assert.ok('tasks' in got, `seed ${seed}`);
    check(all, named, got, way, `seed ${seed}`);
  }
});

function check(
  all: readonly Task[],
  named: readonly string[],
  got: Exclude<Part, { errors: unknown }>,
  way: string,
  seed: string,
): void {
  const kept = new Map(got.tasks.map(task => [task.name, task]));
  for (const name of named) assert.ok(kept.has(name) && !got.takenOver.has(name), `${seed}: ${name} is not run`);
  for (const original of all) {
    const task = kept.get(original.name);
    if (!task || got.takenOver.has(task.name)) continue;
    if (way !== 'only' || named.includes(task.name))
      assert.deepEqual(task.needs, original.needs, `${seed}: needs of ${task.name}`);
    if (task.group !== undefined) assert.ok(kept.has(task.group), `${seed}: ${task.name} without its group`);
    for (const need of task.needs) {
      assert.ok(kept.has(need), `${seed}: ${task.name} lacks ${need}`);
      const members = all.filter(({ group }) => group === need);
      assert.ok(
        members.every(({ name }) => kept.has(name)),
        `${seed}: ${task.name} has a part of ${need}`,
      );
    }
  }
  if (way === 'upstream') assert.equal(got.takenOver.size, 0);
}

function chosen(...words: string[]): readonly string[] {
  const got = chooseTasks(taskGraph(tasks), words);
  return 'names' in got ? got.names : got.errors;
}

/** The names of the part, what is taken over in brackets. */
function part(way: Selection['with'], ...names: string[]): string {
  const got = selectPart(tasks, { tasks: names, with: way }, everything);
  if ('errors' in got) return got.errors.join(' ');
  return got.tasks.map(({ name }) => (got.takenOver.has(name) ? `(${name})` : name)).join(' ');
}
