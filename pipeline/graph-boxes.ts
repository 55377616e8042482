import type { Graph, GraphNode } from './graph.ts';

/** How a language of graphs writes a node by itself, and one that others stand in. */
export interface BoxWords {
  readonly node: (node: GraphNode, id: string) => string;
  readonly open: (node: GraphNode, id: string) => string;
  readonly close: string;
}

/** A line for each node, in the order of the graph; what stands within a task, indented in its box. */
export function boxLines(graph: Graph, id: (node: GraphNode) => string, words: BoxWords): readonly string[] {
  const lines: string[] = [];
  const open: string[] = [];
  const close = () => {
    open.pop();
    lines.push(indented(open.length, words.close));
  };
  graph.nodes.forEach((node, index) => {
    while (open.length > 0 && open.at(-1) !== node.within) close();
    const isBox = graph.nodes[index + 1]?.within === node.name;
    lines.push(indented(open.length, (isBox ? words.open : words.node)(node, id(node))));
    if (isBox) open.push(node.name);
  });
  while (open.length > 0) close();
  return lines;
}

function indented(depth: number, line: string): string {
  return '  '.repeat(depth + 1) + line;
}
