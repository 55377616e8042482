import { folded, groupsOf, neighbourhood } from '../../pipeline/folding.ts';
import type { Graph } from '../../pipeline/graph.ts';
import type { GraphView } from './messages.ts';

/** More nodes than these cannot be read at once: groups fold by themselves. */
const readable = 150;

/** What is seen of a graph. */
export interface ShownGraph {
  readonly graph: Graph;
  /** The group of each task that is in one, folded or not. */
  readonly groupOf: ReadonlyMap<string, string>;
  readonly foldedCount: number;
}

/** Focuses and folds a graph as its view wants it. */
export function shownGraph(whole: Graph, { focus, folding, except }: GraphView): ShownGraph {
  const graph = focus ? neighbourhood(whole, focus.task, focus.levels) : whole;
  const groups = groupsOf(graph);
  const groupOf = new Map([...groups].flatMap(([group, tasks]) => tasks.map(task => [task, group] as const)));
  const isFolded = folding === 'all' || (folding === 'auto' && graph.nodes.length > readable);
  const wanted = new Map([...groups].filter(([group]) => isFolded !== except.includes(group)));
  const shown = folded(graph, wanted);
  // One box for all of it tells nothing.
  if (folding === 'auto' && except.length === 0 && shown.nodes.length < 2) return { graph, groupOf, foldedCount: 0 };
  return { graph: shown, groupOf, foldedCount: wanted.size };
}
