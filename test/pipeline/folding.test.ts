import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded, groupsOf, neighbourhood } from '../../pipeline/folding.ts';
import type { Graph } from '../../pipeline/graph.ts';

test('tasks with the same first word are a group, from three on', () => {
  const graph = graphOf('load_a load_b load-c load_d_e train.x train.y train.z eval_a eval_b deploy load');
  assert.deepEqual(
    [...groupsOf(graph)],
    [
      ['load_*', ['load_a', 'load_b', 'load_d_e']],
      ['train.*', ['train.x', 'train.y', 'train.z']],
    ],
  );
});

test('a number ends a word', () => {
  assert.deepEqual(
    [...groupsOf(graphOf('step1 step2 step13 other rest more'))],
    [['step*', ['step1', 'step2', 'step13']]],
  );
});

test('a group of most tasks is parted by the second word where that parts it', () => {
  const names = 'etl_load_a etl_load_b etl_load_c etl_clean_a etl_clean_b etl_clean_c';
  assert.deepEqual([...groupsOf(graphOf(names)).keys()], ['etl_load_*', 'etl_clean_*']);
  assert.deepEqual([...groupsOf(graphOf('task_1 task_2 task_3')).keys()], ['task_*']);
});

test('the name of a group is no task’s', () => {
  assert.deepEqual([...groupsOf(graphOf('load_a load_b load_c load_*')).keys()], ['load_**']);
});

test('a folded graph has one node for each group and one edge for all between the same two', () => {
  const graph = graphOf('load_a load_b load_c train', 'load_a>train load_b>train load_a>load_c');
  const small = folded(graph, groupsOf(graph));
  assert.deepEqual(
    small.nodes.map(({ name, kind, detail }) => [name, kind, detail]),
    [
      ['load_*', 'group', '3 tasks'],
      ['train', 'task', undefined],
    ],
  );
  assert.deepEqual(small.edges, [{ from: 'load_*', to: 'train', kind: 'needs' }]);
  assert.equal(folded(graph, new Map()), graph);
});

test('the neighbourhood of a task is what stands so many levels above and below it, not what stands beside', () => {
  const graph = graphOf('a b c d e x', 'a>b b>c c>d d>e b>x');
  const names = (task: string, levels: number): string =>
    neighbourhood(graph, task, levels)
      .nodes.map(({ name }) => name)
      .join('');
  assert.equal(names('c', 1), 'bcd');
  assert.equal(names('c', 2), 'abcde');
  assert.equal(names('x', 1), 'bx');
  assert.equal(names('nobody', 1), 'abcdex');
  assert.equal(neighbourhood(graph, 'c', 1).edges.length, 2);
});

function graphOf(names: string, edges = ''): Graph {
  return {
    nodes: names.split(' ').map(name => ({ name, kind: 'task', range: { start: 0, end: 0 }, label: name })),
    edges: (edges.match(/\w+>\w+/g) ?? []).map(edge => {
      const [from = '', to = ''] = edge.split('>');
      return { from, to, kind: 'needs' };
    }),
  };
}
