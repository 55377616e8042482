import { usesGroups } from '../../pipeline/folding-uses.ts';
import type { Graph, GraphEdge } from '../../pipeline/graph.ts';
import { nodeLines } from '../../pipeline/node-lines.ts';
import type { Flowchart, FlowchartEdge } from './messages.ts';

/** What a graph's page draws of a graph. `faulty` tasks are drawn as such. An edge whose ends are not both there is left out. */
export function drawnFlowchart(
  { nodes, edges }: Graph,
  direction: Flowchart['direction'],
  faulty: { has(task: string): boolean } = new Set<string>(),
): Flowchart {
  const places = new Map(nodes.map(({ name }, index) => [name, index]));
  const frames = framesOf(nodes, places);
  return {
    direction,
    nodes: nodes.map(node => ({
      lines: nodeLines(node),
      classes: [...(node.kind === 'task' ? [] : [node.kind]), ...(faulty.has(node.name) ? ['faulty'] : [])].join(' '),
    })),
    edges: edges.flatMap(edge => {
      const [from, to] = [places.get(edge.from), places.get(edge.to)];
      if (from === undefined || to === undefined) return [];
      const isMissing = nodes[from]?.kind === 'missing';
      return [{ from, to, ...lookOf(edge, isMissing) }];
    }),
    ...(frames.length > 0 ? { frames } : {}),
  };
}

/** A used pipeline stands in a frame with the task that uses it, where that is seen too. */
function framesOf(nodes: Graph['nodes'], places: ReadonlyMap<string, number>): readonly (readonly number[])[] {
  return [...usesGroups({ nodes, edges: [] })].flatMap(([user, tasks]) => {
    const place = places.get(user);
    return place === undefined ? [] : [[place, ...tasks.flatMap(task => places.get(task) ?? [])]];
  });
}

function lookOf({ kind, when }: GraphEdge, isMissing: boolean): Pick<FlowchartEdge, 'classes' | 'head'> {
  if (kind === 'cycle') return { classes: 'edge-thickness-thick', head: 'arrow' };
  if (kind === 'data' || isMissing) return { classes: 'edge-pattern-dotted', head: 'arrow' };
  return { classes: '', head: when === undefined ? 'arrow' : heads[when] };
}

const heads = { failed: 'cross', done: 'circle' } as const;
