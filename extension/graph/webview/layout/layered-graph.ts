import type { Arrow, Size } from './layout-types.ts';

/**
 * The boxes in layers, every link from one layer to the very next. Where an arrow crosses layers, a knot without a
 * size stands in each of them: vertices from `boxCount` on are knots.
 */
export interface LayeredGraph {
  readonly boxCount: number;
  /** By vertex; of a knot 0. */
  readonly widths: readonly number[];
  readonly layerOf: readonly number[];
  readonly layers: readonly (readonly number[])[];
  /** Neighbours in the layer before, and in the layer after. */
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
  readonly trails: readonly Trail[];
}

/** The vertices of an arrow in the order of the layers, and whether it points against them. */
export interface Trail {
  readonly vertices: readonly number[];
  readonly isReversed: boolean;
}

/** Puts each box below all that point to it, but for the arrows that would close a circle: those run upwards. */
export function layeredGraph(boxes: readonly Size[], arrows: readonly Arrow[]): LayeredGraph {
  const against = arrowsAgainst(boxes.length, arrows);
  const downward = arrows.map(({ from, to }, index) => (against.has(index) ? { from: to, to: from } : { from, to }));
  const layerOf = layersOf(boxes.length, downward);
  const widths = boxes.map(({ width }) => width);
  const trails = downward.map(({ from, to }, index): Trail => {
    const vertices = [from];
    for (let layer = (layerOf[from] ?? 0) + 1; layer < (layerOf[to] ?? 0); layer++) {
      vertices.push(widths.push(0) - 1);
      layerOf.push(layer);
    }
    if (from !== to) vertices.push(to);
    return { vertices, isReversed: against.has(index) };
  });
  return {
    boxCount: boxes.length,
    widths,
    layerOf,
    layers: gathered(layerOf),
    ...linked(widths.length, trails),
    trails,
  };
}

function gathered(layerOf: readonly number[]): number[][] {
  const layers: number[][] = [];
  layerOf.forEach((layer, vertex) => {
    while (layers.length <= layer) layers.push([]);
    layers[layer]?.push(vertex);
  });
  return layers;
}

function linked(count: number, trails: readonly Trail[]): Pick<LayeredGraph, 'above' | 'below'> {
  const above = lists(count);
  const below = lists(count);
  for (const { vertices } of trails) {
    for (let step = 1; step < vertices.length; step++) {
      const [upper = 0, lower = 0] = [vertices[step - 1], vertices[step]];
      below[upper]?.push(lower);
      above[lower]?.push(upper);
    }
  }
  return { above, below };
}

/** Those that lead back to where a walk along the arrows has come from, beginning where nothing points to. */
function arrowsAgainst(count: number, arrows: readonly Arrow[]): ReadonlySet<number> {
  const leaving = lists(count);
  const isPointedTo = new Uint8Array(count);
  arrows.forEach(({ from, to }, index) => {
    leaving[from]?.push(index);
    isPointedTo[to] = 1;
  });
  const against = new Set<number>();
  const state = new Uint8Array(count);
  const walk = (start: number): void => {
    state[start] = 1;
    const trail = [{ box: start, next: 0 }];
    for (let here = trail.at(-1); here; here = trail.at(-1)) {
      const index = leaving[here.box]?.[here.next++];
      const to = index === undefined ? undefined : arrows[index]?.to;
      if (index === undefined || to === undefined) {
        state[here.box] = 2;
        trail.pop();
      } else if (state[to] === 1) against.add(index);
      else if (state[to] === 0) {
        state[to] = 1;
        trail.push({ box: to, next: 0 });
      }
    }
  };
  for (const pointedTo of [0, 1])
    for (let box = 0; box < count; box++) if (state[box] === 0 && isPointedTo[box] === pointedTo) walk(box);
  return against;
}

/** As high as the arrows allow; then what is tied to more below than above goes as low as they allow. */
function layersOf(count: number, arrows: readonly Arrow[]): number[] {
  const before = lists(count);
  const after = lists(count);
  for (const { from, to } of arrows) {
    if (from === to) continue;
    after[from]?.push(to);
    before[to]?.push(from);
  }
  const order = inOrder(before, after);
  const layerOf = new Array<number>(count).fill(0);
  for (const box of order)
    for (const next of after[box] ?? []) layerOf[next] = Math.max(layerOf[next] ?? 0, (layerOf[box] ?? 0) + 1);
  for (const box of order.toReversed()) {
    const down = after[box] ?? [];
    if (down.length <= (before[box]?.length ?? 0)) continue;
    layerOf[box] = down.reduce((low, next) => Math.min(low, (layerOf[next] ?? 0) - 1), Number.MAX_SAFE_INTEGER);
  }
  return layerOf;
}

/** A topological order (Kahn), given who comes before and after whom. */
export function inOrder(before: readonly (readonly number[])[], after: readonly (readonly number[])[]): number[] {
  const open = before.map(({ length }) => length);
  const order = open.flatMap((waits, index) => (waits === 0 ? [index] : []));
  for (let index = 0; index < order.length; index++) {
    for (const next of after[order[index] ?? 0] ?? []) {
      const waits = (open[next] ?? 0) - 1;
      open[next] = waits;
      if (waits === 0) order.push(next);
    }
  }
  return order;
}

function lists(count: number): number[][] {
  return Array.from({ length: count }, () => []);
}
