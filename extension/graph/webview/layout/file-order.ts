import { placesOf } from './crossings.ts';
import type { LayeredGraph } from './layered-graph.ts';

type Layers = readonly (readonly number[])[];

/**
 * The order of each layer in which a box stands left of those that come after it, wherever that costs no crossing.
 * `budget` bounds how many pairs of links are looked at.
 */
export function inFileOrder(graph: LayeredGraph, layers: Layers, budget = 2_000_000): Layers {
  const ordered = layers.map(layer => layer.slice());
  const compare = new Comparison(graph, placesOf(graph, layers));
  for (const layer of ordered) {
    for (let end = 1; end < layer.length; end++) {
      let right = end;
      for (let left = boxBefore(graph, layer, right); left >= 0; left = boxBefore(graph, layer, right)) {
        const isInOrder = (layer[left] ?? 0) < (layer[right] ?? 0);
        if (isInOrder || compare.looks > budget || compare.gainOfExchange(layer, left, right) < 0) break;
        compare.exchange(layer, left, right);
        right = left;
      }
    }
  }
  return ordered;
}

/** Where the next box to the left of the one at `index` stands; -1 where there is none, or a knot is at `index`. */
function boxBefore({ boxCount }: LayeredGraph, layer: readonly number[], index: number): number {
  if ((layer[index] ?? boxCount) >= boxCount) return -1;
  let left = index - 1;
  while (left >= 0 && (layer[left] ?? 0) >= boxCount) left--;
  return left;
}

class Comparison {
  readonly #graph: LayeredGraph;
  readonly #place: Int32Array;
  /** So many pairs of links were compared. */
  looks = 0;

  constructor(graph: LayeredGraph, place: Int32Array) {
    this.#graph = graph;
    this.#place = place;
  }

  /** How many crossings go when the vertices at two places of a layer change these, and all between them stay. */
  gainOfExchange(layer: readonly number[], left: number, right: number): number {
    const [first = 0, last = 0] = [layer[left], layer[right]];
    let gain = this.#gain(first, last);
    for (const between of layer.slice(left + 1, right)) gain += this.#gain(first, between) + this.#gain(between, last);
    return gain;
  }

  exchange(layer: number[], left: number, right: number): void {
    const [first = 0, last = 0] = [layer[left], layer[right]];
    [layer[left], layer[right]] = [last, first];
    [this.#place[last], this.#place[first]] = [left, right];
  }

  /** How many crossings of the links of these two go when the one on the left comes to the right of the other. */
  #gain(left: number, right: number): number {
    const { above, below } = this.#graph;
    return this.#gainAmong(above[left], above[right]) + this.#gainAmong(below[left], below[right]);
  }

  #gainAmong(ofLeft: readonly number[] = [], ofRight: readonly number[] = []): number {
    this.looks += ofLeft.length * ofRight.length;
    let gain = 0;
    for (const one of ofLeft)
      for (const other of ofRight) gain += Math.sign((this.#place[one] ?? 0) - (this.#place[other] ?? 0));
    return gain;
  }
}
