import { type Graph, type GraphEdge, type GraphNode, graphOf } from '../graph.ts';
import type { Pipeline } from '../pipeline.ts';
import { entryOf, scalarOf } from '../reading/fields.ts';
import type { PipelineSyntax } from '../syntax.ts';

/** A pipeline that a task uses; `inside` is what that one uses. */
export interface InnerPipeline {
  readonly syntax: PipelineSyntax;
  readonly pipeline?: Pipeline;
  readonly inside: LookInside;
}

/** What stands behind a path in `uses`; `undefined` where it is not known. */
export type LookInside = (file: string) => InnerPipeline | undefined;

/** More than so many nodes nobody reads: what is used beyond them is not looked into. */
const mostNodes = 2000;

/**
 * The graph of a text in which the tasks of used pipelines stand behind the task that uses them: `ingest/load`, `within`
 * `ingest`, at the place of `ingest` in the text. A matrix of pipelines has its tasks once, or, when `single`, not at
 * all: in a run there is no task of that name.
 */
export function withInside(graph: Graph, syntax: PipelineSyntax, inside: LookInside, single = false): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [...graph.edges];
  const add = (own: Graph, words: PipelineSyntax, look: LookInside, user: GraphNode | undefined): void => {
    for (const node of own.nodes) {
      const placed = user ? innerNode(node, user) : node;
      nodes.push(placed);
      const file = node.kind === 'task' ? usedFile(words, node.name, single) : undefined;
      const inner = file === undefined || nodes.length > mostNodes ? undefined : look(file);
      if (!inner) continue;
      const below = graphOf(inner.syntax, inner.pipeline);
      for (const edge of below.edges) edges.push(innerEdge(edge, placed.name));
      add(below, inner.syntax, inner.inside, placed);
    }
  };
  add(graph, syntax, inside, undefined);
  return { nodes, edges };
}

function usedFile({ tasksByName }: PipelineSyntax, task: string, single: boolean): string | undefined {
  const body = tasksByName.get(task)?.block.body;
  if (single && (entryOf(body, 'matrix') || entryOf(body, 'foreach'))) return undefined;
  return scalarOf(body, 'uses')?.text;
}

function innerNode(node: GraphNode, user: GraphNode): GraphNode {
  return { ...node, name: `${user.name}/${node.name}`, range: user.range, within: user.name };
}

function innerEdge(edge: GraphEdge, user: string): GraphEdge {
  return { ...edge, from: `${user}/${edge.from}`, to: `${user}/${edge.to}` };
}
