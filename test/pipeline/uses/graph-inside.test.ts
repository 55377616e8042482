import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../pipeline/analyse.ts';
import { dotOf } from '../../../pipeline/dot.ts';
import { type Graph, graphOf } from '../../../pipeline/graph.ts';
import { mermaidOf } from '../../../pipeline/mermaid.ts';
import { withInside } from '../../../pipeline/uses/graph-inside.ts';
import { lookInside } from '../../../pipeline/uses/look-inside.ts';
import { filesBeside, rootOf, type Texts } from '../unroll/files.ts';

const texts = {
  'a.yaml': 'tasks: { ingest: { uses: sub/b.yaml }, train: { run: x, needs: ingest, matrix: { m: [a, b] } } }',
  'sub/b.yaml': 'tasks: { load: { run: x }, store: { uses: c.yaml, needs: load } }',
  'sub/c.yaml': 'tasks: { one: { run: x, foreach: "fromJSON(\'[1]\')" } }',
};

test('the tasks of a used pipeline stand in a box of the task that uses it', () => {
  assert.equal(
    mermaidOf(drawn(texts)),
    `flowchart TB
  subgraph t0["ingest"]
    t1("load")
    subgraph t2["store"]
      t3("one ×n")
    end
  end
  t4("train ×2")
  t0 --> t4
  t1 --> t2
`,
  );
});

test('the title of a box is one line, whatever decides about the task', () => {
  const mermaid = mermaidOf(
    drawn({
      'a.yaml': 'tasks: { u: { uses: b.yaml, matrix: { m: [1, 2] }, if: run.id != 1 } }',
      'b.yaml': 'tasks: { t: { run: x } }',
    }),
  );
  assert.match(mermaid, /^ {2}subgraph t0\["u ×2 · if run\.id #33;#61; 1"\]$/m);
});

test('Graphviz cuts the edges of a box off at its border', () => {
  assert.equal(
    dotOf(drawn(texts)),
    `digraph {
  compound=true;
  node [shape=box, style=rounded, fontname="sans-serif"];
  subgraph cluster_t0 { style=rounded; fontname="sans-serif"; label="ingest";
    t1 [label="load"];
    subgraph cluster_t2 { style=rounded; fontname="sans-serif"; label="store";
      t3 [label="one ×n"];
    }
  }
  t4 [label="train ×2"];
  t3 -> t4 [ltail=cluster_t0];
  t1 -> t3 [lhead=cluster_t2];
}
`,
  );
});

test('inner tasks say where the task that uses them stands in the text, also when some are missing', () => {
  const { nodes } = drawn({
    'a.yaml': 'tasks: { u: { uses: b.yaml } }',
    'b.yaml': 'tasks: { t: { run: x, needs: nobody } }',
  });
  assert.deepEqual(
    nodes.map(({ name, kind, range, within }) => [name, kind, range.start, within]),
    [
      ['u', 'task', 9, undefined],
      ['u/t', 'task', 9, 'u'],
      ['u/nobody', 'missing', 9, 'u'],
    ],
  );
});

test('what cannot be read, or leads back to itself, is a task like others', () => {
  const loop = {
    'a.yaml': 'tasks: { u: { uses: b.yaml }, v: { uses: none.yaml } }',
    'b.yaml': 'tasks: { w: { uses: a.yaml } }',
  };
  assert.deepEqual(
    drawn(loop).nodes.map(({ name }) => name),
    ['u', 'u/w', 'v'],
  );
});

test('files that double themselves twenty times are drawn up to some thousand tasks', () => {
  const doubling = Object.fromEntries(
    Array.from(
      { length: 21 },
      (_, level) =>
        [
          `${level}.yaml`,
          level === 20
            ? 'tasks: { end: { run: x } }'
            : `tasks: { a: { uses: ${level + 1}.yaml }, b: { uses: ${level + 1}.yaml } }`,
        ] as const,
    ).sort(([one], [other]) => Number.parseInt(one, 10) - Number.parseInt(other, 10)),
  );
  const count = drawn(doubling).nodes.length;
  assert.ok(count > 1000 && count < 3000, `${count} nodes`);
});

function drawn(files: Texts): Graph {
  const path = rootOf(files);
  const { syntax, pipeline } = analyse(files[path.slice('/data/'.length)] ?? '');
  return withInside(graphOf(syntax, pipeline), syntax, lookInside(filesBeside(files), path));
}
