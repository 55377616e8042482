import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { boxLines } from './graph-boxes.ts';
import { nodeLines } from './node-lines.ts';

/** The id of the node at `index` of a graph in its flowchart. */
export function flowchartId(index: number): string {
  return `t${index}`;
}

/**
 * A Mermaid flowchart in which every label is text, whatever the tasks are called. Missing ones and groups have classes
 * of these names, what is missing has dotted edges too,
 * and so has data; the edges of a cycle are thick; those that wait for a failure end in a cross, for any end in a circle.
 */
export function flowchartOf(graph: Graph, direction: 'TB' | 'LR' = 'TB'): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.name, flowchartId(index)]));
  const missing = new Set(graph.nodes.filter(node => node.kind === 'missing').map(node => node.name));
  const nodes = boxLines(graph, node => `${ids.get(node.name)}`, { node: shapeOf, open: openOf, close: 'end' });
  const edges = graph.edges.map(edge => `  ${ids.get(edge.from)} ${arrowOf(edge, missing)} ${ids.get(edge.to)}`);
  return `${[`flowchart ${direction}`, ...nodes, ...edges].join('\n')}\n`;
}

/** The flowchart with the few styles it needs wherever Mermaid is shown, as on GitHub. */
export function mermaidOf(graph: Graph, direction: 'TB' | 'LR' = 'TB'): string {
  const cycle = graph.edges.flatMap((edge, index) => (edge.kind === 'cycle' ? [index] : []));
  const styles = [
    ...(graph.nodes.some(node => node.kind === 'missing') ? ['  classDef missing stroke-dasharray: 5 4'] : []),
    ...(cycle.length > 0 ? [`  linkStyle ${cycle.join(',')} stroke:#d1242f`] : []),
  ];
  return flowchartOf(graph, direction) + styles.map(line => `${line}\n`).join('');
}

/** What used pipelines hold stands in a box of its own; over a title of two lines Mermaid would draw what is in it. */
function openOf(node: GraphNode, id: string): string {
  return `subgraph ${id}["${nodeLines(node).map(escaped).join(' · ')}"]`;
}

function shapeOf(node: GraphNode, id: string): string {
  return `${id}("${nodeLines(node).map(escaped).join('<br/>')}")${node.kind === 'task' ? '' : `:::${node.kind}`}`;
}

function arrowOf(edge: GraphEdge, missing: ReadonlySet<string>): string {
  if (edge.kind === 'cycle') return '==>';
  if (edge.kind === 'data' || missing.has(edge.from)) return '-.->';
  if (edge.when === undefined) return '-->';
  return edge.when === 'failed' ? '--x' : '--o';
}

/**
 * Letters and a few harmless signs stay, all else becomes an entity code (mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters).
 * The colon too: Mermaid drops a semicolon from a line that looks like `style …:…#…;`.
 */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,()/+\u2026\u00b7\u00d7-]/gu, sign => `#${sign.codePointAt(0)};`);
}
