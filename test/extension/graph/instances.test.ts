import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphFeed } from '../../../extension/graph/graph-feed.ts';
import type { FlowchartMessage, GraphView, ShownStatus } from '../../../extension/graph/messages.ts';

const text = `tasks:
  load: { run: x }
  train: { run: x, needs: load, matrix: { model: [linear, forest], fold: [1, 2], exclude: [{ model: linear, fold: 2 }] } }
  each: { run: x, needs: load, foreach: "\${{ tasks.load.outputs.files }}" }
  last: { run: x, needs: [train, each] }
`;
const folded = ['load', 'train ×3', 'each ×n', 'last'];
const unfolded = [
  'load',
  'train ×3',
  'model=linear,fold=1',
  'model=forest,fold=1',
  'model=forest,fold=2',
  'each ×n',
  'last',
];

test('the instances of a matrix are folded until they are asked for, and stand in a frame with their task then', () => {
  assert.deepEqual(linesOf(shown({})), folded);
  const open = shown({ except: ['train'] });
  assert.deepEqual(linesOf(open), unfolded);
  assert.deepEqual(open.flowchart.frames, [[1, 2, 3, 4]]);
  const edges = open.flowchart.edges.map(({ from, to }) => `${from} → ${to}`).sort();
  assert.deepEqual(edges, ['0 → 1', '0 → 5', '1 → 2', '1 → 3', '1 → 4', '2 → 6', '3 → 6', '4 → 6', '5 → 6']);
  assert.deepEqual(open.nodes[3], { name: 'train[model=forest,fold=1]', kind: 'task', group: 'train' });
});

test('Unfold shows them all, Fold none', () => {
  assert.equal(shown({}).folded, 1);
  assert.deepEqual(linesOf(shown({ folding: 'none' })), unfolded);
  assert.equal(shown({ folding: 'none' }).folded, 0);
  assert.deepEqual(linesOf(shown({ folding: 'all' })), folded);
});

test('those of foreach come with the run that knows them, one by one', () => {
  const { feed, last } = fed({ except: ['each'] });
  assert.deepEqual(linesOf(last()), folded);
  const statuses = new Map<string, ShownStatus>([
    ['each', 'running'],
    ['each[a.csv]', 'running'],
  ]);
  feed.setStatuses(statuses, '/runs/1');
  assert.deepEqual(linesOf(last()), ['load', 'train ×3', 'each ×n', 'a.csv', 'last']);
  feed.setStatuses(statuses.set('each[b.csv]', 'queued').set('each[b.csv]/inner', 'queued'), '/runs/1');
  assert.deepEqual(linesOf(last()), ['load', 'train ×3', 'each ×n', 'a.csv', 'b.csv', 'last']);
});

test('a click on one goes to its task, and Mermaid calls it by its whole name', () => {
  const { feed } = fed({ except: ['train'] });
  assert.deepEqual(feed.nodeOf('train[model=forest,fold=1]'), feed.nodeOf('train'));
  assert.match(feed.mermaid(), /"train#91;model#61;forest,fold#61;1#93;"/);
});

function shown(view: Partial<GraphView>): FlowchartMessage {
  return fed(view).last();
}

function fed(view: Partial<GraphView>) {
  const drawn: FlowchartMessage[] = [];
  const feed = new GraphFeed(message => void (message.type === 'flowchart' && drawn.push(message)));
  feed.setView({ direction: 'TB', folding: 'auto', except: [], ...view });
  feed.setText(text);
  feed.ready();
  return { feed, last: () => drawn.at(-1) as FlowchartMessage };
}

function linesOf({ flowchart }: FlowchartMessage): readonly string[] {
  return flowchart.nodes.map(({ lines }) => lines[0] ?? '');
}
