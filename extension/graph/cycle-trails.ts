import type { Analysis } from '../../pipeline/analyse.ts';
import type { Graph } from '../../pipeline/graph.ts';
import type { EdgeTrail } from './messages.ts';

/** An edge of a cycle with the round trip that it is part of, in words: `"a" needs "b", "b" needs "a"`. */
export interface CycleTrail {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

const mostHops = 12;

/** Of every edge that a `dependency-cycle` tells of, the first such problem. */
export function cycleTrails({ syntax, problems }: Pick<Analysis, 'syntax' | 'problems'>): readonly CycleTrail[] {
  const textAt = new Map<number, string>();
  for (const { code, related } of problems) {
    if (code !== 'dependency-cycle') continue;
    const hops = related.map(({ message }) => message);
    const text = [...hops.slice(0, mostHops), ...(hops.length > mostHops ? ['…'] : [])].join(', ');
    for (const { range } of related) if (!textAt.has(range.start)) textAt.set(range.start, text);
  }
  if (textAt.size === 0) return [];
  return syntax.tasks.flatMap(({ start, block }) =>
    block.needs.flatMap(need => {
      const text = textAt.get(need.range.start + start);
      return text === undefined ? [] : [{ from: String(need.value), to: String(block.name.value), text }];
    }),
  );
}

/** The trails of the edges that a graph shows, also between what is folded. */
export function shownTrails(trails: readonly CycleTrail[], { nodes }: Graph): readonly EdgeTrail[] {
  if (trails.length === 0) return [];
  const places = new Map(nodes.flatMap(({ name, tasks = [] }, index) => [name, ...tasks].map(one => [one, index])));
  return trails.flatMap(({ from, to, text }) => {
    const [start, end] = [places.get(from), places.get(to)];
    const isInside = start === end && from !== to;
    return start === undefined || end === undefined || isInside ? [] : [{ from: start, to: end, text }];
  });
}
