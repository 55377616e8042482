import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { edgesInCycles } from '../../pipeline/cycle-edges.ts';
import type { Graph } from '../../pipeline/graph.ts';
import { graphOf } from '../../pipeline/graph.ts';

test('tasks become nodes with the place of their name, needs become edges', () => {
  const text = 'tasks:\n  load: { run: a }\n  train: { run: b, needs: [load] }\n';
  const graph = drawn(text);
  assert.deepEqual(graph.edges, [{ from: 'load', to: 'train', kind: 'needs' }]);
  assert.deepEqual(
    graph.nodes.map(node => [node.kind, node.name, text.slice(node.range.start, node.range.end)]),
    [
      ['task', 'load', 'load'],
      ['task', 'train', 'train'],
    ],
  );
});

test('a name that no task has is one missing node, at the place where it is first needed', () => {
  const text = 'tasks:\n  a: { run: a, needs: lod }\n  b: { run: b, needs: [lod, a] }\n';
  const missing = drawn(text).nodes.filter(node => node.kind === 'missing');
  assert.equal(missing.length, 1);
  assert.deepEqual(missing[0]?.range, { start: text.indexOf('lod'), end: text.indexOf('lod') + 3 });
});

test('the edges of cycles are told from those that lead in, out, or from one cycle to another', () => {
  const graph = drawn(
    tasks({
      top: [],
      a: ['top', 'b'],
      b: ['a'],
      between: ['a'],
      c: ['between', 'd'],
      d: ['c'],
      below: ['d'],
      self: ['self'],
    }),
  );
  assert.deepEqual(cycles(graph), ['b→a', 'a→b', 'd→c', 'c→d', 'self→self']);
});

test('what decides whether a task starts is its detail, unless it is the default', () => {
  const text = [
    'tasks:',
    '  plain: { run: a, trigger_rule: all_success }',
    '  alert: { run: b, needs: plain, trigger_rule: one_failed }',
    `  deploy: { run: c, needs: plain, if: "\${{ params.go }}" }`,
    'params: { go: { type: boolean, default: true } }',
    '',
  ].join('\n');
  const details = [undefined, 'one_failed', 'if params.go'];
  assert.deepEqual(
    details,
    drawn(text).nodes.map(node => node.detail),
  );
  assert.deepEqual(
    details,
    graphOf(analyse(text).syntax).nodes.map(node => node.detail),
  );
});

test('who uses what a task makes without needing it directly has an edge of data, whatever else is broken', () => {
  const text = [
    'tasks:',
    '  load: { run: a, outputs: { raw: { path: ./data/raw.csv }, rows: integer } }',
    '  check: { run: b, needs: load, inputs: [data/raw.csv, check.py] }',
    '  train: { run: c, needs: [check, nobody], inputs: data/raw.csv }',
    `  report: { run: "echo \${{ tasks.load.outputs.rows + tasks.gone.outputs.x }}", needs: train }`,
    '',
  ].join('\n');
  assert.deepEqual(
    drawn(text).edges.filter(({ kind }) => kind === 'data'),
    [
      { from: 'load', to: 'train', kind: 'data' },
      { from: 'load', to: 'report', kind: 'data' },
    ],
  );
});

test('an edge tells when it waits for something else than success', () => {
  const text = (rule: string): string => `tasks:\n  a: { run: a }\n  b: { run: b, needs: a, trigger_rule: ${rule} }\n`;
  const when = (rule: string): readonly unknown[] => {
    const { syntax, pipeline } = analyse(text(rule));
    return [graphOf(syntax, pipeline).edges[0]?.when, graphOf(syntax).edges[0]?.when];
  };
  assert.deepEqual(when('one_failed'), ['failed', 'failed']);
  assert.deepEqual(when('all_done'), ['done', 'done']);
  assert.deepEqual(when('all_success'), [undefined, undefined]);
});

test('a file that is half typed still has a graph', () => {
  const graph = drawn('tasks:\n  a: { run: x }\n  b:\n    needs: [a, \n    run: y\n');
  assert.ok(graph.nodes.some(node => node.name === 'a'));
  assert.deepEqual(drawn('').nodes, []);
  assert.deepEqual(drawn('tasks: 3').nodes, []);
});

test('of two tasks with one name, and of a need said twice, the first is drawn', () => {
  const graph = drawn('tasks:\n  a: { run: x }\n  b: { run: x, needs: [a, a] }\n  a: { run: y, needs: [b] }\n');
  assert.deepEqual(
    graph.nodes.map(node => node.name),
    ['a', 'b'],
  );
  assert.equal(graph.edges.length, 1);
});

test('a task with a matrix says how many instances it has, also in a text with errors; one with a list that it has some', () => {
  const text = `tasks:
  a: { run: x, matrix: { m: [1, 2], f: [1, 2, 3], exclude: [{ m: 1, f: 1 }], include: [{ m: 3 }] } }
  b: { run: x, foreach: "fromJSON('[]')" }
  c: { run: x, matrix: { m: [] }, needs: nobody }
  d: { run: x, matrix: { m: [1], exclude: [{ m: 1 }] } }
`;
  const labels = ['a ×6', 'b ×n', 'c ×0', 'd ×0', 'nobody'];
  assert.deepEqual(
    drawn(text).nodes.map(node => node.label),
    labels,
  );
});

test('a graph is plain JSON', () => {
  const graph = drawn('tasks:\n  a: { run: x, needs: [b] }\n');
  assert.deepEqual(JSON.parse(JSON.stringify(graph)), graph);
});

test('a chain of 100,000 tasks closed to a cycle does not hurt the stack', () => {
  const length = 100_000;
  const edges = Array.from({ length }, (_, index) => ({ from: `t${index}`, to: `t${(index + 1) % length}` }));
  assert.equal(edgesInCycles(edges).size, length);
  assert.equal(edgesInCycles(edges.slice(1)).size, 0);
});

function drawn(text: string): Graph {
  const { syntax, pipeline } = analyse(text);
  return graphOf(syntax, pipeline);
}

function tasks(needs: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(needs).map(([name, names]) => `  ${name}: { run: x, needs: [${names.join(', ')}] }`);
  return `tasks:\n${lines.join('\n')}\n`;
}

function cycles(graph: Graph): string[] {
  return graph.edges.filter(edge => edge.kind === 'cycle').map(edge => `${edge.from}→${edge.to}`);
}
