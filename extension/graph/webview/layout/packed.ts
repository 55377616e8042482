import type { Layout, Point } from './layout-types.ts';
import type { Part } from './parts.ts';

const gap = 36;

/** A part and its own layout, whose boxes and arrows stand in the order of the part's. */
export interface LaidOutPart {
  readonly part: Part;
  readonly layout: Layout;
}

/** Sets parts side by side, in rows about as long as makes the whole `ratio` times as wide as high. */
export function packed(all: readonly LaidOutPart[], ratio: number): Layout {
  const ordered = all.toSorted((a, b) => b.part.boxes.length - a.part.boxes.length);
  const area = ordered.reduce((sum, { layout }) => sum + (layout.width + gap) * (layout.height + gap), 0);
  const longest = ordered.reduce((most, { layout }) => Math.max(most, layout.width), Math.sqrt(area * ratio));
  const boxes: Point[] = [];
  const arrows: (readonly Point[])[] = [];
  let [left, top, low, width] = [0, 0, 0, 0];
  for (const { part, layout } of ordered) {
    if (left > 0 && left + layout.width > longest) [left, top] = [0, low + gap];
    const moved = ({ x, y }: Point): Point => ({ x: x + left, y: y + top });
    layout.boxes.forEach((place, index) => {
      boxes[part.boxes[index] ?? 0] = moved(place);
    });
    layout.arrows.forEach((bends, index) => {
      arrows[part.arrows[index] ?? 0] = bends.map(moved);
    });
    width = Math.max(width, left + layout.width);
    low = Math.max(low, top + layout.height);
    left += layout.width + gap;
  }
  return { width, height: low, boxes, arrows, frames: [] };
}
