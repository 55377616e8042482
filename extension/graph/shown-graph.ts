import { folded, groupsOf, neighbourhood } from '../../pipeline/folding.ts';
import { foldedUses, unboxed, usesGroups } from '../../pipeline/folding-uses.ts';
import type { Graph, GraphNode } from '../../pipeline/graph.ts';
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
  const uses = usesGroups(whole);
  const isWanted = (group: string, isFolded: boolean) => isFolded !== except.includes(group);
  const hasFocus = (tasks: readonly string[]) => focus !== undefined && tasks.includes(focus.task);
  const isLarge = whole.nodes.length > readable;
  const foldsUses = folding === 'all' || (folding === 'auto' && isLarge);
  const closed = [...uses]
    .filter(([user, tasks]) => isWanted(user, foldsUses) && !hasFocus(tasks))
    .map(([user]) => user);
  const unfolded = unboxed(foldedUses(whole, new Set(closed)));
  const graph = focus ? neighbourhood(unfolded, focus.task, focus.levels) : unfolded;
  const groups = groupsOf(graph);
  const groupOf = new Map([...groups].flatMap(([group, tasks]) => tasks.map(task => [task, group] as const)));
  for (const [user, tasks] of uses) for (const name of [user, ...tasks]) groupOf.set(name, user);
  const isFolded = folding === 'all' || (folding === 'auto' && graph.nodes.length > readable);
  const wanted = new Map([...groups].filter(([group]) => isWanted(group, isFolded)));
  const shown = folded(graph, wanted);
  // One box for all of it tells nothing.
  if (folding === 'auto' && except.length === 0 && shown.nodes.length < 2) {
    const open = unboxed(whole);
    const near = focus ? neighbourhood(open, focus.task, focus.levels) : open;
    return { graph: framed(near), groupOf, foldedCount: 0 };
  }
  return { graph: framed(shown), groupOf, foldedCount: closed.length + wanted.size };
}

/** For a drawing without boxes: a task says itself where it belongs. */
export function withoutBoxes({ nodes, edges }: Graph): Graph {
  return { nodes: nodes.map(unframed), edges };
}

/** A task says itself where it belongs when the task that uses its pipeline is not seen. */
function framed({ nodes, edges }: Graph): Graph {
  const seen = new Set(nodes.map(({ name }) => name));
  return { nodes: nodes.map(node => (seen.has(node.within ?? '') ? node : unframed(node))), edges };
}

function unframed({ within, ...node }: GraphNode): GraphNode {
  return within === undefined ? node : { ...node, label: `${within}/${node.label}` };
}
