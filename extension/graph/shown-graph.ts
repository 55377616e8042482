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

/** Whether somebody wants to see the instances of a task: they are folded until they are asked for. */
export function showsInstances({ folding, except }: GraphView, task: string): boolean {
  return (folding === 'none') !== except.includes(task);
}

/** Focuses and folds a graph as its view wants it. Of tasks that are `fannedOut`, the instances that it has are shown. */
export function shownGraph(
  whole: Graph,
  view: GraphView,
  fannedOut: ReadonlySet<string> = new Set<string>(),
): ShownGraph {
  const { focus, folding, except } = view;
  const uses = usesGroups(whole);
  const isWanted = (group: string, isFolded: boolean) => isFolded !== except.includes(group);
  const hasFocus = (tasks: readonly string[]) => focus !== undefined && tasks.includes(focus.task);
  const isLarge = written(whole, fannedOut) > readable;
  const foldsUses = folding === 'all' || (folding === 'auto' && isLarge);
  const closed = [...uses]
    .filter(([user, tasks]) => !fannedOut.has(user) && isWanted(user, foldsUses) && !hasFocus(tasks))
    .map(([user]) => user);
  const unfolded = unboxed(foldedUses(whole, new Set(closed)));
  const graph = focus ? neighbourhood(unfolded, focus.task, focus.levels) : unfolded;
  const groups = groupsOf(graph);
  const groupOf = new Map([...groups].flatMap(([group, tasks]) => tasks.map(task => [task, group] as const)));
  for (const [user, tasks] of uses) for (const name of [user, ...tasks]) groupOf.set(name, user);
  for (const task of fannedOut) groupOf.set(task, task);
  const isFolded = folding === 'all' || (folding === 'auto' && written(graph, fannedOut) > readable);
  const wanted = new Map([...groups].filter(([group]) => isWanted(group, isFolded)));
  const shown = folded(graph, wanted);
  // One box for all of it tells nothing.
  if (folding === 'auto' && except.length === 0 && shown.nodes.length < 2) {
    const open = unboxed(whole);
    const near = focus ? neighbourhood(open, focus.task, focus.levels) : open;
    return { graph: framed(near), groupOf, foldedCount: 0 };
  }
  const closedTasks = [...fannedOut].filter(task => !showsInstances(view, task));
  return { graph: framed(shown), groupOf, foldedCount: closed.length + wanted.size + closedTasks.length };
}

/** How many nodes stand in the text; instances do not. */
function written({ nodes }: Graph, fannedOut: ReadonlySet<string>): number {
  return nodes.filter(({ within }) => within === undefined || !fannedOut.has(within)).length;
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
  if (within === undefined) return node;
  const isInstance = node.name === `${within}[${node.label}]`;
  return { ...node, label: isInstance ? node.name : `${within}/${node.label}` };
}
