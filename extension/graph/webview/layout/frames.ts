import { FrameScope, type Place } from './frame-scope.ts';
import type { Arrow, Frame, Layout, Point, Size } from './layout-types.ts';

/**
 * Lays out what stands in each frame by itself; for what stands around it, the frame is one box. All arrows enter a frame
 * by one door at its top and leave it by one at its bottom.
 */
export function laidOutInFrames(
  { sizes, arrows, frames }: { sizes: readonly Size[]; arrows: readonly Arrow[]; frames: readonly Frame[] },
  place: Place,
): Layout {
  const nest = new Nest(sizes, frames);
  const routes = arrows.map(arrow => nest.routeOf(arrow));
  // An outer one needs the sizes of those in it, and those in it need to know where it stands.
  for (const scope of nest.scopes.toReversed()) scope.layOut(place);
  for (const scope of nest.scopes) scope.settle();
  return {
    ...nest.whole.size(),
    boxes: sizes.map((_, box) => nest.around(box).boxAt(box)),
    arrows: routes.map(lineOf),
    frames: nest.scopes.slice(1).map(scope => scope.frame()),
  };
}

/** The links that an arrow takes, the first `outs` of them out of frames. */
interface Route {
  readonly steps: readonly { readonly scope: FrameScope; readonly link: number }[];
  readonly outs: number;
}

/** The whole drawing, then each frame. */
class Nest {
  readonly whole = new FrameScope(undefined);
  readonly scopes: FrameScope[] = [this.whole];
  readonly #around: FrameScope[];

  constructor(sizes: readonly Size[], frames: readonly Frame[]) {
    this.#around = sizes.map(() => this.whole);
    for (const { boxes } of frames) {
      const scope = new FrameScope(this.around(boxes[0] ?? 0));
      this.scopes.push(scope);
      for (const box of boxes) this.#around[box] = scope;
    }
    sizes.forEach((size, box) => {
      this.around(box).addBox(box, size);
    });
  }

  /** The innermost one. */
  around(box: number): FrameScope {
    return this.#around[box] ?? this.whole;
  }

  routeOf({ from, to }: Arrow): Route {
    const [above, below] = [this.around(from).chain(), this.around(to).chain()];
    const common = above.find(scope => below.includes(scope)) ?? this.whole;
    const outs = above.slice(0, above.indexOf(common));
    const ins = below.slice(0, below.indexOf(common)).reverse();
    const start = (scope: FrameScope): number => scope.itemOf(from, above[above.indexOf(scope) - 1]);
    const end = (scope: FrameScope): number => scope.itemOf(to, below[below.indexOf(scope) - 1]);
    const steps = [
      ...outs.map(scope => ({ scope, link: scope.linkOut(start(scope)) })),
      { scope: common, link: common.link(start(common), end(common)) },
      ...ins.map(scope => ({ scope, link: scope.linkIn(end(scope)) })),
    ];
    return { steps, outs: outs.length };
  }
}

/** One line of its pieces: where two meet, one of them ends at a door, and the other in the middle of the frame's side. */
function lineOf({ steps, outs }: Route): readonly Point[] {
  const pieces = steps.map(({ scope, link }) => [...scope.pointsOf(link)]);
  pieces.slice(1).forEach((next, index) => {
    const piece = pieces[index] ?? [];
    if (index < outs) move(next, 0, piece.at(-1)?.x);
    else move(piece, piece.length - 2, next[0]?.x);
  });
  return pieces.flat();
}

/** Two neighbours, the straight piece between them, to the same `x`. */
function move(points: Point[], start: number, x = 0): void {
  for (const index of [start, start + 1]) points[index] = { x, y: points[index]?.y ?? 0 };
}
