import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphFeed } from '../../../extension/graph/graph-feed.ts';
import type { ToGraph } from '../../../extension/graph/messages.ts';

const whole = 'tasks:\n  load: { run: a }\n  train: { run: b, needs: [load] }\n';

test('nothing is sent before the graph is ready; then the flowchart and all statuses are', () => {
  const { feed, sent } = listening(false);
  feed.setText(whole);
  feed.setStatuses(new Map([['load', 'running']]));
  assert.equal(sent.length, 0);
  feed.ready();
  assert.deepEqual(
    sent.map(message => message.type),
    ['flowchart', 'statuses'],
  );
});

test('a graph that comes up again is told everything again', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  feed.setStatuses(new Map([['load', 'running']]));
  const before = sent.splice(0);
  feed.ready();
  assert.deepEqual(sent, before);
});

test('an edit that does not change the picture sends nothing, and places still follow the text', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  sent.length = 0;
  const edited = `# a comment\n${whole.replace('run: a', 'run: much longer')}`;
  feed.setText(edited);
  assert.deepEqual(sent, []);
  const start = edited.indexOf('train');
  assert.deepEqual(feed.nodeOf('train')?.range, { start, end: start + 'train'.length });
  assert.equal(feed.nodeOf('nobody'), undefined);
});

test('a new need, a new name and a new condition are drawn', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  for (const [from, to] of [
    ['needs: [load]', 'needs: [load, extra]'],
    ['  load:', '  fetch:'],
    ['run: b', 'run: b, if: params.go'],
  ] as const) {
    sent.length = 0;
    feed.setText(whole.replace(from, to));
    assert.equal(sent.length, 1, to);
  }
});

test('while a text cannot be read the last graph stays and is marked, until it can be read again', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  const [good] = sent.splice(0);
  feed.setText(`${whole}  broken: { run: "\n`);
  feed.setText(`${whole}  broken: { run: "a\n`);
  assert.deepEqual(sent.splice(0), [{ ...good, shows: 'last-readable' }]);
  feed.setText(whole);
  assert.deepEqual(sent, [good]);
});

test('of a text that could never be read, what can be read is drawn and marked', () => {
  const { feed, sent } = listening();
  feed.setText('tasks:\n  load: { run: a }\n  broken: { run: "\n');
  assert.equal(sent[0]?.type === 'flowchart' && sent[0].shows, 'what-is-readable');
});

test('an unknown need, a cycle and a task without a run are no reason to keep an old picture', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  feed.setText('tasks:\n  a: { needs: [b, nobody] }\n  b: { run: x, needs: [a] }\n');
  const last = sent.at(-1);
  assert.equal(last?.type === 'flowchart' && last.shows, 'all');
});

test('an edge of a cycle comes with the whole round trip, also while the text cannot be read', () => {
  const { feed, sent } = listening();
  const circle = 'tasks:\n  a: { run: x, needs: [b] }\n  b: { run: x, needs: [a, c] }\n  c: { run: x }\n';
  const text = '"a" needs "b", "b" needs "a"';
  const trails = [
    { from: 1, to: 0, text },
    { from: 0, to: 1, text },
  ];
  feed.setText(circle);
  feed.setText(`${circle}  broken: { run: "\n`);
  assert.deepEqual(
    sent.map(message => message.type === 'flowchart' && message.trails),
    [trails, trails],
  );
  feed.setText(circle.replace('[b]', '[]'));
  const last = sent.at(-1);
  assert.equal(last?.type === 'flowchart' && 'trails' in last, false);
});

test('an edge of a cycle between groups keeps its round trip, one within a group is not there', () => {
  const { feed, sent } = listening();
  const needs = { load_1: 'load_2', load_2: 'load_1', load_3: 'end', end: 'load_3' };
  const tasks = Object.entries(needs).map(([name, need]) => `  ${name}: { run: x, needs: [${need}] }\n`);
  feed.setText(`tasks:\n${tasks.join('')}`);
  feed.setView({ direction: 'TB', folding: 'all', except: [] });
  const last = sent.at(-1);
  const text = '"load_3" needs "end", "end" needs "load_3"';
  assert.deepEqual(last?.type === 'flowchart' && last.trails, [
    { from: 1, to: 0, text },
    { from: 0, to: 1, text },
  ]);
});

test('a file that is not there is said, and drawn when it comes', () => {
  const { feed, sent } = listening();
  feed.setText(undefined);
  feed.setText(whole);
  assert.deepEqual(
    sent.map(message => message.type === 'flowchart' && message.shows),
    ['no-file', 'all'],
  );
});

test('an unsaved text that nobody has open any more is said to be that', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  feed.setText(undefined, 'not-open');
  const last = sent.at(-1);
  assert.equal(last?.type === 'flowchart' && last.shows, 'not-open');
});

test('of the statuses only what has changed is sent', () => {
  const { feed, sent } = listening();
  feed.setStatuses(new Map([['load', 'running']]));
  feed.setStatuses(new Map([['load', 'running']]));
  feed.setStatuses(
    new Map([
      ['load', 'success'],
      ['train', 'running'],
    ]),
  );
  feed.setStatuses(new Map([['train', 'running']]));
  assert.deepEqual(
    sent.map(message => message.type === 'statuses' && message.statuses),
    [
      [['load', 'running']],
      [
        ['load', 'success'],
        ['train', 'running'],
      ],
      [['load', null]],
    ],
  );
});

test('a large graph folds by itself, and as its view wants', () => {
  const { feed, sent } = listening();
  const names = [...Array(200).keys()].flatMap(index => [`load_${index}`, `clean_${index}`]);
  feed.setText(`tasks:\n${names.map(name => `  ${name}: { run: a }\n`).join('')}  end: { run: b, needs: [clean_1] }\n`);
  const shown = (): readonly string[] => {
    const last = sent.at(-1);
    return last?.type === 'flowchart' ? last.nodes.map(({ name }) => name) : [];
  };
  const view = { direction: 'TB', folding: 'auto', except: [] } as const;
  assert.deepEqual(shown(), ['load_*', 'clean_*', 'end']);
  feed.setView({ ...view, except: ['load_*'] });
  assert.equal(shown().length, 202);
  feed.setView({ ...view, folding: 'none' });
  assert.equal(shown().length, 401);
  feed.setView({ ...view, focus: { task: 'end', levels: 1 } });
  assert.deepEqual(shown(), ['clean_1', 'end']);
  feed.setView({ ...view, direction: 'LR' });
  assert.match(sent.at(-1)?.type === 'flowchart' ? JSON.stringify(sent.at(-1)) : '', /"direction":"LR"/);
});

test('what is shown is given in Mermaid’s words', () => {
  const { feed } = listening();
  assert.equal(feed.mermaid(), 'flowchart TB\n');
  feed.setText(whole);
  feed.setView({ direction: 'LR', folding: 'auto', except: [], focus: { task: 'load', levels: 1 } });
  assert.equal(feed.mermaid(), 'flowchart LR\n  t0("load")\n  t1("train")\n  t0 --> t1\n');
});

test('while a text cannot be read its last graph is still shown in other ways', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  feed.setText(`${whole}  broken: { run: "\n`);
  feed.setView({ direction: 'LR', folding: 'auto', except: [] });
  const last = sent.at(-1);
  assert.equal(last?.type === 'flowchart' && last.shows, 'last-readable');
  assert.equal(last?.type === 'flowchart' && last.flowchart.direction, 'LR');
});

test('the run of the statuses is told with them, also when only the run is another', () => {
  const { feed, sent } = listening();
  feed.setStatuses(new Map([['load', 'success']]), '/runs/1');
  feed.setStatuses(new Map([['load', 'success']]), '/runs/2');
  feed.setStatuses(new Map([['load', 'success']]), '/runs/2');
  assert.deepEqual(sent, [
    { type: 'statuses', statuses: [['load', 'success']], run: '/runs/1' },
    { type: 'statuses', statuses: [], run: '/runs/2' },
  ]);
});

test('the task of the cursor is told when it is another one, and again to a graph that comes up again', () => {
  const { feed, sent } = listening();
  feed.setText(whole);
  sent.length = 0;
  for (const sign of ['load', 'run: a', 'train', 'needs', 'tasks:']) feed.setCursor(whole.indexOf(sign) + 1);
  feed.setCursor(undefined);
  assert.deepEqual(sent, [
    { type: 'cursor', task: 'load' },
    { type: 'cursor', task: 'train' },
    { type: 'cursor', task: null },
  ]);
  feed.setCursor(whole.indexOf('train'));
  sent.length = 0;
  feed.ready();
  assert.deepEqual(sent.at(-1), { type: 'cursor', task: 'train' });
});

function listening(isReady = true): { feed: GraphFeed; sent: ToGraph[] } {
  const sent: ToGraph[] = [];
  const feed = new GraphFeed(message => sent.push(message));
  if (isReady) feed.ready();
  return { feed, sent };
}
