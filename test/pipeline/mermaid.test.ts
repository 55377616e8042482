import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Graph } from '../../pipeline/graph.ts';
import { flowchartOf, mermaidOf } from '../../pipeline/mermaid.ts';

const nowhere = { start: 0, end: 0 };

test('a flowchart has generated ids, text labels, and signs for what is missing and what goes in circles', () => {
  const graph: Graph = {
    nodes: [
      { name: 'load', kind: 'task', range: nowhere, label: 'load' },
      {
        name: 'train',
        kind: 'task',
        range: nowhere,
        label: 'train',
        detail: 'if tasks.load.outputs.rate > params.rate',
      },
      { name: 'lod', kind: 'missing', range: nowhere, label: 'lod' },
    ],
    edges: [
      { from: 'load', to: 'train', kind: 'needs' },
      { from: 'lod', to: 'train', kind: 'needs' },
      { from: 'train', to: 'train', kind: 'cycle' },
      { from: 'load', to: 'train', kind: 'data' },
      { from: 'load', to: 'train', kind: 'needs', when: 'failed' },
      { from: 'load', to: 'train', kind: 'needs', when: 'done' },
    ],
  };
  const flowchart = `flowchart TB
  t0("load")
  t1("train<br/>if load.rate #62; params.rate")
  t2("lod"):::missing
  t0 --> t1
  t2 -.-> t1
  t1 ==> t1
  t0 -.-> t1
  t0 --x t1
  t0 --o t1
`;
  assert.equal(flowchartOf(graph), flowchart);
  assert.equal(
    mermaidOf(graph),
    `${flowchart}  classDef missing stroke-dasharray: 5 4\n  linkStyle 2 stroke:#d1242f\n`,
  );
});

test('no name can leave its label', () => {
  for (const name of [
    '"]; click A href "javascript:alert(1)',
    '<img src=x onerror=alert(1)>',
    '%%{init: {"securityLevel": "loose"}}%%',
    'style:"x"; classDef a:#fff;',
    'a\nb\r\n%% c',
    '#quot;',
    '`**bold**`',
    'ﬂ°°60¶ß',
    '\ud800',
    '',
  ]) {
    const graph: Graph = { nodes: [{ name, kind: 'task', range: nowhere, label: name }], edges: [] };
    assert.match(flowchartOf(graph), /^flowchart TB\n {2}t0\("(?:[\p{L}\p{N} _.,()/+…·-]|#\d+;)*"\)\n$/u, name);
  }
});

test('a label of thousands of letters is shortened', () => {
  const graph: Graph = { nodes: [{ name: 'x', kind: 'task', range: nowhere, label: '😀'.repeat(5000) }], edges: [] };
  assert.ok(flowchartOf(graph).length < 600);
});
