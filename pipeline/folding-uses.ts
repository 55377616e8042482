import { folded } from './folding.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';

/** What stands in each used pipeline of a graph, however deep, by the task that uses it; an outer one before those in it. */
export function usesGroups(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const within = new Map(graph.nodes.map(node => [node.name, node.within]));
  const groups = new Map<string, string[]>();
  for (const { name } of graph.nodes) {
    for (let user = within.get(name); user !== undefined; user = within.get(user)) {
      const known = groups.get(user);
      if (known) known.push(name);
      else groups.set(user, [name]);
    }
  }
  return groups;
}

/** The graph in which some of its used pipelines are one node each; `names` are the tasks that use them. */
export function foldedUses(graph: Graph, names: ReadonlySet<string>): Graph {
  const wanted = new Map<string, readonly string[]>();
  const inside = new Set<string>();
  for (const [user, tasks] of usesGroups(graph)) {
    if (!names.has(user) || inside.has(user)) continue;
    wanted.set(user, tasks);
    for (const task of tasks) inside.add(task);
  }
  return folded(graph, wanted);
}

/**
 * The graph for a drawing without boxes: the way leads from the task that uses a pipeline through the tasks of that one
 * to what needs it.
 */
export function unboxed(graph: Graph): Graph {
  const groups = usesGroups(graph);
  if (groups.size === 0) return graph;
  const inner = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.within === undefined) continue;
    const known = inner.get(node.within);
    if (known) known.push(node);
    else inner.set(node.within, [node]);
  }
  const needs = graph.edges.filter(({ kind }) => kind !== 'data');
  const [needing, needed] = [new Set(needs.map(({ to }) => to)), new Set(needs.map(({ from }) => from))];
  const ends = new Map<string, readonly string[]>();
  const lastOf = (name: string): readonly string[] => {
    const known = ends.get(name);
    if (known) return known;
    const found = inner.get(name)?.filter(node => !needed.has(node.name)) ?? [];
    const last = found.length === 0 ? [name] : found.flatMap(node => lastOf(node.name));
    ends.set(name, last);
    return last;
  };
  const edges = graph.edges.flatMap((edge): GraphEdge[] => lastOf(edge.from).map(from => ({ ...edge, from })));
  for (const [user, nodes] of inner) {
    for (const { name } of nodes) if (!needing.has(name)) edges.push({ from: user, to: name, kind: 'needs' });
  }
  return { nodes: graph.nodes, edges };
}
