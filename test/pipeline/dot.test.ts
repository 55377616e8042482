import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dotOf } from '../../pipeline/dot.ts';

const nowhere = { start: 0, end: 0 };

test('names are quoted for Graphviz, what is missing is dashed, a cycle is red', () => {
  const dot = dotOf({
    nodes: [
      { name: 'a', kind: 'task', range: nowhere, label: 'say "hi" \\N &lt;\n', detail: 'one_failed' },
      { name: 'b', kind: 'missing', range: nowhere, label: 'b' },
    ],
    edges: [
      { from: 'b', to: 'a', kind: 'needs' },
      { from: 'a', to: 'a', kind: 'cycle' },
    ],
  });
  assert.equal(
    dot,
    `digraph {
  node [shape=box, style=rounded, fontname="sans-serif"];
  t0 [label="say \\"hi\\" \\\\N &amp;lt; \\none_failed"];
  t1 [label="b", style="rounded,dashed"];
  t1 -> t0;
  t0 -> t0 [color="#d1242f", penwidth=2];
}
`,
  );
});
