import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphFeed } from '../../../extension/graph/graph-feed.ts';
import { innerPlace } from '../../../extension/graph/inner-place.ts';
import type { Flowchart, FlowchartMessage, GraphView, ToGraph } from '../../../extension/graph/messages.ts';
import { analyse } from '../../../pipeline/analyse.ts';
import { lookInside } from '../../../pipeline/uses/look-inside.ts';
import { filesBeside } from '../../pipeline/unroll/files.ts';

const text = `tasks:
  ingest: { uses: b.yaml }
  train: { run: x, needs: ingest, matrix: { m: [1, 2] } }
  each: { uses: b.yaml, matrix: { m: [1, 2] } }
`;
const used = {
  'b.yaml': 'tasks: { load: { run: x }, clean: { run: x, needs: load }, store: { uses: c.yaml, needs: load } }',
  'c.yaml': 'tasks: { one: { run: x } }',
};

test('the tasks of a used pipeline are drawn on the way through the task that uses it, in a frame with it', () => {
  assert.deepEqual(drawn({}), [
    'ingest',
    'load',
    'clean',
    'store',
    'one',
    'train ×2',
    'each ×2',
    'clean → train ×2',
    'ingest → load',
    'load → clean',
    'load → store',
    'one → train ×2',
    'store → one',
  ]);
  assert.deepEqual(messageOf({}).flowchart.frames, [
    [0, 1, 2, 3, 4],
    [3, 4],
  ]);
});

test('a used pipeline folds into one node with the statuses of its tasks, and unfolds again', () => {
  const folded = messageOf({ except: ['ingest'] });
  assert.deepEqual(linesOf(folded.flowchart), ['ingest, 4 tasks', 'train ×2', 'each ×2', 'ingest, 4 tasks → train ×2']);
  assert.deepEqual(folded.nodes[0], {
    name: 'ingest',
    kind: 'group',
    detail: '4 tasks',
    tasks: ['ingest/load', 'ingest/clean', 'ingest/store', 'ingest/store/one'],
    group: 'ingest',
  });
  assert.deepEqual(drawn({ folding: 'all', except: ['ingest'] }).slice(0, 5), [
    'ingest',
    'load',
    'clean',
    'store, 1 task',
    'train ×2',
  ]);
  assert.equal(messageOf({}).nodes.find(({ name }) => name === 'ingest/store/one')?.group, 'ingest/store');
});

test('the instances of a used pipeline unfold into the tasks of theirs, each in a frame of its own', () => {
  const open = messageOf({ except: ['each'] });
  assert.deepEqual(linesOf(open.flowchart).slice(6, 9), ['each ×2', 'm=1', 'm=2']);
  assert.equal(open.nodes.find(({ name }) => name === 'each[m=1]')?.group, 'each[m=1]');
  const inside = messageOf({ except: ['ingest', 'each', 'each[m=2]'] });
  assert.deepEqual(linesOf(inside.flowchart), [
    ...['ingest, 4 tasks', 'train ×2', 'each ×2', 'm=1', 'm=2', 'load', 'clean', 'store', 'one'],
    ...['each ×2 → m=1', 'each ×2 → m=2', 'ingest, 4 tasks → train ×2', 'load → clean', 'load → store'],
    ...['m=2 → load', 'store → one'],
  ]);
  assert.deepEqual(
    inside.nodes.slice(5).map(({ name }) => name),
    ['each[m=2]/load', 'each[m=2]/clean', 'each[m=2]/store', 'each[m=2]/store/one'],
  );
  assert.deepEqual(inside.flowchart.frames, [
    [2, 3, 4, 5, 6, 7, 8],
    [4, 5, 6, 7, 8],
    [7, 8],
  ]);
});

test('a folded pipeline opens for the focus on one of its tasks', () => {
  assert.deepEqual(drawn({ folding: 'all', focus: { task: 'ingest/clean', levels: 1 } }), [
    'ingest/load',
    'ingest/clean',
    'train ×2',
    'ingest/clean → train ×2',
    'ingest/load → ingest/clean',
  ]);
});

test('a task of a used pipeline leads to the task that uses it, as long as the file is known', () => {
  const { feed } = fed({});
  assert.equal(text.slice(feed.nodeOf('ingest/load')?.range.start).split(':')[0], 'ingest');
  assert.equal(text.slice(feed.nodeOf('each[m=1]/store/one')?.range.start).split(':')[0], 'each');
  feed.setInside(undefined);
  assert.equal(feed.nodeOf('ingest/load'), undefined);
});

test('a task of a used pipeline has its place in the file that it is written in, however deep', () => {
  const files = filesBeside({ 'a.yaml': text, ...used });
  const wordAt = (name: string): string | undefined => {
    const place = innerPlace(files, analyse(text), '/data/a.yaml', name);
    const inside = place && files.find(place.path);
    return inside && 'analysis' in inside
      ? `${place.path}: ${inside.analysis.text.slice(place.range.start, place.range.end)}`
      : undefined;
  };
  assert.equal(wordAt('ingest/clean'), '/data/b.yaml: clean');
  assert.equal(wordAt('ingest/store/one'), '/data/c.yaml: one');
  assert.equal(wordAt('ingest'), undefined);
  assert.equal(wordAt('ingest/none'), undefined);
});

function fed(view: Partial<GraphView>): { feed: GraphFeed; messages: ToGraph[] } {
  const messages: ToGraph[] = [];
  const feed = new GraphFeed(message => messages.push(message));
  feed.setView({ direction: 'TB', folding: 'auto', except: [], ...view });
  feed.setText(text);
  feed.setInside(lookInside(filesBeside({ 'a.yaml': text, ...used }), '/data/a.yaml'));
  feed.ready();
  return { feed, messages };
}

function messageOf(view: Partial<GraphView>): FlowchartMessage {
  const message = fed(view).messages.find(({ type }) => type === 'flowchart');
  assert.ok(message?.type === 'flowchart');
  return message;
}

function drawn(view: Partial<GraphView>): string[] {
  return linesOf(messageOf(view).flowchart);
}

/** Nodes by their labels, then edges in alphabetical order. */
function linesOf({ nodes, edges }: Flowchart): string[] {
  const labels = nodes.map(({ lines }) => lines.join(', '));
  return [...labels, ...edges.map(({ from, to }) => `${labels[from]} → ${labels[to]}`).sort()];
}
