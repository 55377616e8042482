import { placesOf } from './crossings.ts';
import { inOrder, type LayeredGraph } from './layered-graph.ts';

type Layers = readonly (readonly number[])[];

/** Room between the sides of two neighbours in a layer; `knots` where one of them is a bend of an arrow. */
export interface Gaps {
  readonly boxes: number;
  readonly knots: number;
}

/**
 * The middle of each vertex along its layer: in the given order, apart by the gaps, near its neighbours, and long arrows
 * straight (Brandes, Köpf: Fast and simple horizontal coordinate assignment; blocks are pressed together as a graph).
 */
export function acrossOf(graph: LayeredGraph, layers: Layers, gaps: Gaps): Float64Array {
  const crossed = linksAcrossLongOnes(graph, layers);
  const all = [true, false].flatMap(isDown => {
    const ordered = isDown ? layers : layers.toReversed();
    const mirrored = ordered.map(layer => layer.toReversed());
    const [left, right] = [ordered, mirrored].map(seen =>
      pressed(graph, seen, gaps, blocks(graph, seen, crossed, isDown)),
    );
    return left && right ? [left, right.map(x => -x)] : [];
  });
  return balanced(all, graph.widths);
}

/** Links that cross one between two knots: the latter shall be straight, so the former do not align. */
function linksAcrossLongOnes(graph: LayeredGraph, layers: Layers): ReadonlySet<string> {
  const place = placesOf(graph, layers);
  const isKnot = (vertex: number): boolean => vertex >= graph.boxCount;
  const crossed = new Set<string>();
  for (const layer of layers.slice(1)) {
    let first = 0;
    let low = 0;
    layer.forEach((vertex, index) => {
      const inner = isKnot(vertex) ? graph.above[vertex]?.find(isKnot) : undefined;
      if (inner === undefined && index < layer.length - 1) return;
      const high = inner === undefined ? Number.MAX_SAFE_INTEGER : (place[inner] ?? 0);
      for (; first <= index; first++) {
        const lower = layer[first] ?? 0;
        for (const upper of graph.above[lower] ?? []) {
          const at = place[upper] ?? 0;
          if ((at < low || at > high) && !(isKnot(upper) && isKnot(lower))) crossed.add(`${upper} ${lower}`);
        }
      }
      low = high;
    });
  }
  return crossed;
}

/** Aligns each vertex with the middle one of its neighbours in the layer before, as far as no two of these cross. */
function blocks(graph: LayeredGraph, layers: Layers, crossed: ReadonlySet<string>, isDown: boolean): Int32Array {
  const blockOf = Int32Array.from(graph.widths, (_, vertex) => vertex);
  const isTaken = new Uint8Array(graph.widths.length);
  const place = placesOf(graph, layers);
  const neighbours = isDown ? graph.above : graph.below;
  for (const layer of layers) {
    let last = -1;
    for (const vertex of layer) {
      const other = middles(neighbours[vertex] ?? [], place).find(
        candidate =>
          !isTaken[candidate] &&
          (place[candidate] ?? 0) > last &&
          !crossed.has(isDown ? `${candidate} ${vertex}` : `${vertex} ${candidate}`),
      );
      if (other === undefined) continue;
      isTaken[other] = 1;
      blockOf[vertex] = blockOf[other] ?? other;
      last = place[other] ?? 0;
    }
  }
  return blockOf;
}

function middles(neighbours: readonly number[], place: Int32Array): readonly number[] {
  if (neighbours.length < 2) return neighbours;
  const sorted = neighbours.toSorted((a, b) => (place[a] ?? 0) - (place[b] ?? 0));
  const middle = (sorted.length - 1) / 2;
  return sorted.slice(Math.floor(middle), Math.ceil(middle) + 1);
}

/** Each block as far left as those before it allow, then as far right as those after it allow. */
function pressed(graph: LayeredGraph, layers: Layers, gaps: Gaps, blockOf: Int32Array): Float64Array {
  const apart = new Map<number, Map<number, number>>();
  const count = graph.widths.length;
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const layer of layers) {
    for (let index = 1; index < layer.length; index++) {
      const [a = 0, b = 0] = [layer[index - 1], layer[index]];
      const [from = 0, to = 0] = [blockOf[a], blockOf[b]];
      const known = apart.get(from) ?? new Map<number, number>();
      if (!known.has(to)) {
        before[to]?.push(from);
        after[from]?.push(to);
      }
      apart.set(from, known.set(to, Math.max(known.get(to) ?? 0, distance(graph, gaps, a, b))));
    }
  }
  const at = new Float64Array(count);
  const order = inOrder(before, after);
  const gap = (from: number, to: number): number => apart.get(from)?.get(to) ?? 0;
  for (const block of order)
    for (const next of after[block] ?? []) at[next] = Math.max(at[next] ?? 0, (at[block] ?? 0) + gap(block, next));
  for (const block of order.toReversed()) {
    const limits = (after[block] ?? []).map(next => (at[next] ?? 0) - gap(block, next));
    if (limits.length > 0) at[block] = limits.reduce((least, limit) => Math.min(least, limit));
  }
  return Float64Array.from(blockOf, block => at[block] ?? 0);
}

function distance({ widths, boxCount }: LayeredGraph, gaps: Gaps, a: number, b: number): number {
  const gap = a >= boxCount || b >= boxCount ? gaps.knots : gaps.boxes;
  return ((widths[a] ?? 0) + (widths[b] ?? 0)) / 2 + gap;
}

/** All four moved to the narrowest, and of the four places of a vertex the mean of the two in the middle. */
function balanced(all: readonly Float64Array[], widths: readonly number[]): Float64Array {
  const ends = all.map(across => extent(across, widths));
  const narrowest = ends.reduce((best, end) => (end.high - end.low < best.high - best.low ? end : best));
  const shifts = ends.map(({ low, high }, index) => (index % 2 === 0 ? narrowest.low - low : narrowest.high - high));
  return Float64Array.from(widths, (_, vertex) => {
    const sorted = all.map((across, index) => (across[vertex] ?? 0) + (shifts[index] ?? 0)).sort((a, b) => a - b);
    return ((sorted[1] ?? 0) + (sorted[2] ?? 0)) / 2;
  });
}

function extent(across: Float64Array, widths: readonly number[]): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  across.forEach((x, vertex) => {
    low = Math.min(low, x - (widths[vertex] ?? 0) / 2);
    high = Math.max(high, x + (widths[vertex] ?? 0) / 2);
  });
  return { low, high };
}
