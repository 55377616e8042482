import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { boxLines } from './graph-boxes.ts';

/** The graph for Graphviz, in which every label is text, whatever the tasks are called. What used pipelines hold is a cluster. */
export function dotOf(graph: Graph): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.name, `t${index}`]));
  const ends = endsOf(graph);
  const lines = [
    'digraph {',
    ...(ends.size > 0 ? ['  compound=true;'] : []),
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...boxLines(graph, node => `${ids.get(node.name)}`, {
      node: (node, id) => `${id} [${attributesOf(node)}];`,
      open: (node, id) => `subgraph cluster_${id} { style=rounded; fontname="sans-serif"; ${attributesOf(node)};`,
      close: '}',
    }),
    ...graph.edges.map(edge => edgeLine(edge, ids, ends)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The first and the last node in a box: Graphviz draws an edge of a cluster as one of a node in it, cut off at the border. */
interface Ends {
  readonly first: string;
  readonly last: string;
}

function endsOf({ nodes }: Graph): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const { name, within } of [...nodes].reverse()) {
    if (within === undefined) continue;
    const inner = ends.get(name) ?? { first: name, last: name };
    ends.set(within, { first: inner.first, last: ends.get(within)?.last ?? inner.last });
  }
  return ends;
}

function edgeLine(
  { from, to, kind }: GraphEdge,
  ids: ReadonlyMap<string, string>,
  ends: ReadonlyMap<string, Ends>,
): string {
  const [tail, head] = [ends.get(from), ends.get(to)];
  const cut = [...(tail ? [`ltail=cluster_${ids.get(from)}`] : []), ...(head ? [`lhead=cluster_${ids.get(to)}`] : [])];
  const attributes = [...looks[kind], ...cut].join(', ');
  const arrow = `${ids.get(tail?.last ?? from)} -> ${ids.get(head?.first ?? to)}`;
  return `  ${arrow}${attributes === '' ? '' : ` [${attributes}]`};`;
}

const looks: Readonly<Record<GraphEdge['kind'], readonly string[]>> = {
  needs: [],
  cycle: ['color="#d1242f"', 'penwidth=2'],
  data: ['style=dashed', 'constraint=false'],
};

function attributesOf(node: GraphNode): string {
  const label = [node.label, ...(node.detail ? [node.detail] : [])].map(escaped).join('\\n');
  return `label="${label}"${node.kind === 'missing' ? ', style="rounded,dashed"' : ''}`;
}

/** Inside a quoted label Graphviz reads backslashes (`\N` is the node's name) and HTML entities. */
function escaped(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replace(/["\\]/g, '\\$&');
}
