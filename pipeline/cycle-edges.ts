interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * The indices of the edges that lie on some cycle: both ends in one strongly connected component (Tarjan 1972).
 * Linear, and without recursion, so that a chain of any length is no danger to the stack.
 */
export function edgesInCycles(edges: readonly Edge[]): ReadonlySet<number> {
  const component = componentsOf(edges);
  const found = new Set<number>();
  edges.forEach((edge, index) => {
    if (component.get(edge.from) === component.get(edge.to)) found.add(index);
  });
  return found;
}

/** A visited node: `low` is the earliest open node that it reaches. */
interface Visit {
  readonly name: string;
  readonly order: number;
  low: number;
  next: number;
}

function componentsOf(edges: readonly Edge[]): ReadonlyMap<string, number> {
  const targets = targetsOf(edges);
  const visits = new Map<string, Visit>();
  const component = new Map<string, number>();
  const open: Visit[] = [];
  const path: Visit[] = [];
  const enter = (name: string): void => {
    const visit = { name, order: visits.size, low: visits.size, next: 0 };
    visits.set(name, visit);
    open.push(visit);
    path.push(visit);
  };
  const leave = (visit: Visit): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.order) return;
    for (let member = open.pop(); member; member = member === visit ? undefined : open.pop()) {
      component.set(member.name, visit.order);
    }
  };
  for (const root of targets.keys()) {
    if (!visits.has(root)) enter(root);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const target = targets.get(visit.name)?.[visit.next++];
      if (target === undefined) leave(visit);
      else if (!visits.has(target)) enter(target);
      else if (!component.has(target)) visit.low = Math.min(visit.low, visits.get(target)?.order ?? visit.low);
    }
  }
  return component;
}

function targetsOf(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
  }
  return targets;
}
