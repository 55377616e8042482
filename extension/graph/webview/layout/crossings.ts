import type { LayeredGraph } from './layered-graph.ts';

type Layers = readonly (readonly number[])[];

/** After so many sweeps without a gain it is left at that. */
const patience = 4;

/**
 * An order of each layer in which few arrows cross: every vertex is drawn to the mean of its neighbours, layer by layer
 * down and up again, and the best order seen is taken. The same graph always gets the same order. `budget` bounds how
 * many vertices are looked at.
 */
export function untangled(graph: LayeredGraph, budget = 400_000): Layers {
  let layers: Layers = firstOrder(graph);
  let best = layers;
  let fewest = crossingsOf(graph, layers);
  const sweeps = Math.max(4, Math.min(24, Math.floor(budget / Math.max(1, graph.widths.length))));
  for (let sweep = 0, idle = 0; sweep < sweeps && idle < patience && fewest > 0; sweep++) {
    layers = swept(graph, layers, sweep % 2 === 0);
    const count = crossingsOf(graph, layers);
    idle = count < fewest ? 0 : idle + 1;
    if (count < fewest) [best, fewest] = [layers, count];
  }
  return best;
}

/** The place of each vertex in its layer. */
export function placesOf(graph: LayeredGraph, layers: Layers): Int32Array {
  const place = new Int32Array(graph.widths.length);
  for (const layer of layers)
    layer.forEach((vertex, index) => {
      place[vertex] = index;
    });
  return place;
}

/** How many pairs of links cross, counted with a tree of sums (Barth, Mutzel, Jünger: Simple and efficient bilayer cross counting). */
export function crossingsOf(graph: LayeredGraph, layers: Layers): number {
  const place = placesOf(graph, layers);
  let crossings = 0;
  layers.forEach((upper, index) => {
    const sums = new Int32Array((layers[index + 1]?.length ?? 0) + 1);
    let links = 0;
    for (const vertex of upper) {
      const ends = (graph.below[vertex] ?? []).map(next => place[next] ?? 0);
      for (const end of ends) crossings += links - sumUpTo(sums, end + 1);
      for (const end of ends) for (let at = end + 1; at < sums.length; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
      links += ends.length;
    }
  });
  return crossings;
}

function sumUpTo(sums: Int32Array, end: number): number {
  let sum = 0;
  for (let at = end; at > 0; at -= at & -at) sum += sums[at] ?? 0;
  return sum;
}

/** In the order in which a walk from the first boxes meets them, so that what hangs together stands together. */
function firstOrder({ layers, layerOf, below, above }: LayeredGraph): Layers {
  const ordered: number[][] = layers.map(() => []);
  const seen = new Uint8Array(layerOf.length);
  for (const start of layers.flat()) {
    const open = [start];
    for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
      if (seen[vertex]) continue;
      seen[vertex] = 1;
      ordered[layerOf[vertex] ?? 0]?.push(vertex);
      open.push(...(above[vertex] ?? []), ...(below[vertex] ?? []).toReversed());
    }
  }
  return ordered;
}

function swept(graph: LayeredGraph, layers: Layers, isDown: boolean): Layers {
  const next = layers.map(layer => layer.slice());
  const place = placesOf(graph, next);
  const neighbours = isDown ? graph.above : graph.below;
  const means = new Float64Array(place.length);
  for (const layer of isDown ? next : next.toReversed()) {
    layer.forEach((vertex, index) => {
      means[vertex] = meanOf(neighbours[vertex] ?? [], place) ?? index;
    });
    layer.sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0));
    layer.forEach((vertex, index) => {
      place[vertex] = index;
    });
  }
  return next;
}

function meanOf(neighbours: readonly number[], place: Int32Array): number | undefined {
  if (neighbours.length === 0) return undefined;
  let sum = 0;
  for (const neighbour of neighbours) sum += place[neighbour] ?? 0;
  return sum / neighbours.length;
}
