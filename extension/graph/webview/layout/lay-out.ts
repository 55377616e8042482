import { acrossOf } from './across.ts';
import { untangled } from './crossings.ts';
import { inFileOrder } from './file-order.ts';
import { laidOutInFrames } from './frames.ts';
import { layeredGraph, type Trail } from './layered-graph.ts';
import type { Arrow, Layout, LayoutInput, Point, Size } from './layout-types.ts';
import { packed } from './packed.ts';
import { parts } from './parts.ts';

const gaps = { boxes: 30, knots: 16 };
/** Between layers; more where arrows run far to the side, so that they are not flat. */
const layerGap = 48;
const mostLayerGap = 110;
/** Above and below a layer of doors in a frame. */
const doorGap = 22;
const slope = 10;
/** Straight out of a box and into it, so that the head of an arrow stands upright. */
const stem = 8;
const nothing: Size = { width: 0, height: 0 };

/** Places boxes and arrows, layer below layer; what does not hang together is packed side by side. Pure and repeatable. */
export function layOut({ boxes, arrows, direction, frames = [] }: LayoutInput): Layout {
  const isDown = direction === 'TB';
  const sizes = isDown ? boxes : boxes.map(turned);
  const place = (some: readonly Size[], among: readonly Arrow[]) => laidOutFlat(some, among, isDown ? 1.4 : 0.7);
  const layout = frames.length === 0 ? place(sizes, arrows) : laidOutInFrames({ sizes, arrows, frames }, place);
  if (isDown) return layout;
  return {
    ...turned(layout),
    boxes: layout.boxes.map(flipped),
    arrows: layout.arrows.map(points => points.map(flipped)),
    frames: layout.frames.map(frame => ({ ...flipped(frame), ...turned(frame) })),
  };
}

function laidOutFlat(sizes: readonly Size[], arrows: readonly Arrow[], ratio: number): Layout {
  return packed(
    parts(sizes.length, arrows).map(part => ({
      part,
      layout: laidOutPart(
        part.boxes.map(box => sizes[box] ?? nothing),
        part.arrows.map(arrow => local(part.boxes, arrows[arrow] ?? { from: 0, to: 0 })),
      ),
    })),
    ratio,
  );
}

/** `boxes` is sorted. */
function local(boxes: readonly number[], { from, to }: Arrow): Arrow {
  return { from: indexIn(boxes, from), to: indexIn(boxes, to) };
}

function indexIn(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function laidOutPart(boxes: readonly Size[], arrows: readonly Arrow[]): Layout {
  const graph = layeredGraph(boxes, arrows);
  const layers = inFileOrder(graph, untangled(graph));
  const across = acrossOf(graph, layers, gaps);
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  across.forEach((x, vertex) => {
    left = Math.min(left, x - (graph.widths[vertex] ?? 0) / 2);
    right = Math.max(right, x + (graph.widths[vertex] ?? 0) / 2);
  });
  const xOf = (vertex: number): number => (across[vertex] ?? 0) - left;
  const rows = rowsOf(layers, graph.below, boxes, xOf);
  const rowOf = (vertex: number): Row => rows[graph.layerOf[vertex] ?? 0] ?? { top: 0, bottom: 0 };
  const middleOf = (vertex: number): number => (rowOf(vertex).top + rowOf(vertex).bottom) / 2;
  const heightOf = (vertex: number): number | undefined => boxes[vertex]?.height;
  return {
    width: right - left,
    height: rows.at(-1)?.bottom ?? 0,
    boxes: boxes.map((_, box) => ({ x: xOf(box), y: middleOf(box) })),
    arrows: graph.trails.map(trail => pointsOf(trail, boxes, { xOf, rowOf, middleOf, heightOf })),
    frames: [],
  };
}

interface Row {
  readonly top: number;
  readonly bottom: number;
}

function rowsOf(
  layers: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
  boxes: readonly Size[],
  xOf: (vertex: number) => number,
): readonly Row[] {
  const rows: Row[] = [];
  let top = 0;
  const isDoors = layers.map(layer => layer.every(vertex => boxes[vertex]?.height === 0));
  for (const [index, layer] of layers.entries()) {
    let [height, far] = [0, 0];
    for (const vertex of layer) {
      height = Math.max(height, boxes[vertex]?.height ?? 0);
      for (const next of below[vertex] ?? []) far = Math.max(far, Math.abs(xOf(next) - xOf(vertex)));
    }
    rows.push({ top, bottom: top + height });
    const gap = isDoors[index] || isDoors[index + 1] ? doorGap : layerGap;
    top += height + Math.max(gap, Math.min(mostLayerGap, far / slope));
  }
  return rows;
}

interface Places {
  readonly xOf: (vertex: number) => number;
  readonly rowOf: (vertex: number) => Row;
  readonly middleOf: (vertex: number) => number;
  readonly heightOf: (vertex: number) => number | undefined;
}

function pointsOf({ vertices, isReversed }: Trail, boxes: readonly Size[], places: Places): readonly Point[] {
  const [only = 0, second] = vertices;
  if (second === undefined) return aroundCorner(boxes[only] ?? nothing, places.xOf(only), places.middleOf(only));
  const points = vertices.flatMap((vertex, index) => {
    const x = places.xOf(vertex);
    const [middle, half] = [places.middleOf(vertex), (places.heightOf(vertex) ?? 0) / 2];
    const { top, bottom } = places.rowOf(vertex);
    const isFirst = index === 0;
    const isLast = index === vertices.length - 1;
    return [
      { x, y: isFirst ? middle + half : top - stem },
      { x, y: isLast ? middle - half : bottom + stem },
    ];
  });
  return isReversed ? points.toReversed() : points;
}

/** An arrow from a box to itself, beside its right side. */
function aroundCorner({ width, height }: Size, x: number, y: number): readonly Point[] {
  const side = x + width / 2;
  return [
    { x: side, y: y - height / 4 },
    { x: side + 22, y: y - height / 4 },
    { x: side + 22, y: y + height / 4 },
    { x: side, y: y + height / 4 },
  ];
}

function turned({ width, height }: Size): Size {
  return { width: height, height: width };
}

function flipped({ x, y }: Point): Point {
  return { x: y, y: x };
}
