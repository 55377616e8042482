import type { Graph, GraphNode } from './graph.ts';

/** The graph for Graphviz, in which every label is text, whatever the tasks are called. */
export function dotOf(graph: Graph): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.name, `t${index}`]));
  const lines = [
    'digraph {',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...graph.nodes.map(node => `  ${ids.get(node.name)} [${attributesOf(node)}];`),
    ...graph.edges.map(({ from, to, kind }) => `  ${ids.get(from)} -> ${ids.get(to)}${looks[kind]};`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const looks = {
  needs: '',
  cycle: ' [color="#d1242f", penwidth=2]',
  data: ' [style=dashed, constraint=false]',
} as const;

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
