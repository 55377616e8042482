import type { Graph, GraphEdge, GraphNode } from './graph.ts';

/** A group of fewer tasks is no easier to read than they are. */
const smallestGroup = 3;

/**
 * The tasks of a graph that have the first word of their names in common (`load_users`, `load_orders`), by the
 * names of their groups; a group of more than half of all tasks is parted by the second word, where that parts it.
 */
export function groupsOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const users = new Set(graph.nodes.map(({ within }) => within));
  const isFree = ({ name, kind, within }: GraphNode) => kind === 'task' && within === undefined && !users.has(name);
  const names = graph.nodes.filter(isFree).map(({ name }) => name);
  const taken = new Set(graph.nodes.map(({ name }) => name));
  const groups = new Map<string, readonly string[]>();
  for (const [prefix, members] of byPrefix(names, 1)) {
    const parts = members.length > names.length / 2 ? byPrefix(members, 2) : [];
    for (const [name, tasks] of parts.length > 1 ? parts : [[prefix, members] as const]) {
      let unique = `${name}*`;
      while (taken.has(unique)) unique += '*';
      groups.set(unique, tasks);
    }
  }
  return groups;
}

/** The graph in which each of the groups is one node, with an edge to whatever one of its tasks has an edge to. A group may bear the name of a task that stands before its tasks and becomes that node. */
export function folded(graph: Graph, groups: ReadonlyMap<string, readonly string[]>): Graph {
  if (groups.size === 0) return graph;
  const groupOf = new Map([...groups].flatMap(([group, tasks]) => tasks.map(task => [task, group] as const)));
  const nodes = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    const group = groupOf.get(node.name) ?? (groups.has(node.name) ? node.name : undefined);
    const tasks = group === undefined ? undefined : groups.get(group);
    if (group === undefined || !tasks) nodes.set(node.name, node);
    else if (!nodes.has(group))
      nodes.set(group, {
        name: group,
        kind: 'group',
        range: node.range,
        label: group === node.name ? node.label : group,
        detail: `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
        tasks,
        ...(group === node.name && node.within !== undefined ? { within: node.within } : {}),
      });
  }
  const edges = new Map<string, GraphEdge>();
  for (const edge of graph.edges) {
    const [from, to] = [groupOf.get(edge.from) ?? edge.from, groupOf.get(edge.to) ?? edge.to];
    const key = JSON.stringify([from, to]);
    if (from !== to && (!edges.has(key) || edge.kind === 'cycle')) edges.set(key, { ...edge, from, to });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The task, and what stands at most so many levels above and below it; the whole graph where there is no such task. */
export function neighbourhood(graph: Graph, task: string, levels: number): Graph {
  if (!graph.nodes.some(({ name }) => name === task)) return graph;
  const near = new Set([
    task,
    ...reached(graph, task, levels, 'to', 'from'),
    ...reached(graph, task, levels, 'from', 'to'),
  ]);
  return {
    nodes: graph.nodes.filter(({ name }) => near.has(name)),
    edges: graph.edges.filter(({ from, to }) => near.has(from) && near.has(to)),
  };
}

function reached(graph: Graph, task: string, levels: number, here: 'from' | 'to', there: 'from' | 'to'): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const known = next.get(edge[here]);
    if (known) known.push(edge[there]);
    else next.set(edge[here], [edge[there]]);
  }
  const found = new Set([task]);
  let front = [task];
  for (let level = 0; level < levels && front.length > 0; level++) {
    front = [...new Set(front.flatMap(name => next.get(name) ?? []))].filter(name => !found.has(name));
    for (const name of front) found.add(name);
  }
  return found;
}

function byPrefix(names: readonly string[], words: number): (readonly [prefix: string, names: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const prefix = prefixOf(name, words);
    const known = found.get(prefix);
    if (known) known.push(name);
    else found.set(prefix, [name]);
  }
  return [...found].filter(([prefix, members]) => prefix !== '' && members.length >= smallestGroup);
}

/** With the sign that parts it from the rest; a word ends also where a number begins. */
function prefixOf(name: string, words: number): string {
  const parts = name.match(/(?:\d+|[^\d_\-.:/ ]+)[_\-.:/ ]*/g) ?? [];
  return parts.length > words ? parts.slice(0, words).join('') : '';
}
