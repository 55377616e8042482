import type { Arrow, Layout, Point, Size } from './layout-types.ts';

/** Lays out boxes among which there are no frames. */
export type Place = (sizes: readonly Size[], arrows: readonly Arrow[]) => Layout;

const padding = 16;
const door: Size = { width: 1, height: 0 };

/** What stands directly in a frame, or in none: boxes, other frames as boxes, and doors. */
export class FrameScope {
  readonly outer: FrameScope | undefined;
  readonly #sizes: Size[] = [];
  readonly #boxes = new Map<number, number>();
  readonly #inner = new Map<FrameScope, number>();
  readonly #links: Arrow[] = [];
  readonly #toDoors = new Map<string, number>();
  #doorIn: number | undefined;
  #doorOut: number | undefined;
  #layout: Layout | undefined;
  #origin: Point = { x: 0, y: 0 };

  constructor(outer: FrameScope | undefined) {
    this.outer = outer;
    outer?.addInner(this);
  }

  addBox(box: number, size: Size): void {
    this.#boxes.set(box, this.#sizes.push(size) - 1);
  }

  /** Its size is known when it is laid out. */
  addInner(scope: FrameScope): void {
    this.#inner.set(scope, this.#sizes.push(door) - 1);
  }

  /** This one and those around it. */
  chain(): readonly FrameScope[] {
    return [this, ...(this.outer?.chain() ?? [])];
  }

  /** The box itself, or the frame that it stands in. */
  itemOf(box: number, inner: FrameScope | undefined): number {
    return (inner ? this.#inner.get(inner) : this.#boxes.get(box)) ?? 0;
  }

  link(from: number, to: number): number {
    return this.#links.push({ from, to }) - 1;
  }

  linkOut(from: number): number {
    this.#doorOut ??= this.#sizes.push(door) - 1;
    return this.#linkToDoor(from, this.#doorOut);
  }

  linkIn(to: number): number {
    this.#doorIn ??= this.#sizes.push(door) - 1;
    return this.#linkToDoor(this.#doorIn, to);
  }

  /** After those in it. */
  layOut(place: Place): void {
    for (const [scope, item] of this.#inner) this.#sizes[item] = scope.size();
    this.#layout = place(this.#sizes, this.#links);
  }

  /** After the one around it. */
  settle(): void {
    const { x, y, width, height } = this.frame();
    if (this.outer) this.#origin = { x: x - width / 2 + padding, y: y - height / 2 + this.#paddingAt(this.#doorIn) };
  }

  size(): Size {
    const { width, height } = this.#layout ?? door;
    if (!this.outer) return { width, height };
    const above = this.#paddingAt(this.#doorIn);
    return { width: width + 2 * padding, height: height + above + this.#paddingAt(this.#doorOut) };
  }

  frame(): Point & Size {
    return { ...(this.outer?.innerAt(this) ?? { x: 0, y: 0 }), ...this.size() };
  }

  boxAt(box: number): Point {
    return this.#at(this.#boxes.get(box));
  }

  innerAt(scope: FrameScope): Point {
    return this.#at(this.#inner.get(scope));
  }

  pointsOf(link: number): readonly Point[] {
    return (this.#layout?.arrows[link] ?? []).map(point => this.#moved(point));
  }

  #linkToDoor(from: number, to: number): number {
    const known = this.#toDoors.get(`${from} ${to}`) ?? this.link(from, to);
    this.#toDoors.set(`${from} ${to}`, known);
    return known;
  }

  /** A door stands in the frame's line. */
  #paddingAt(at: number | undefined): number {
    return at === undefined ? padding : 0;
  }

  #at(item: number | undefined): Point {
    return this.#moved(this.#layout?.boxes[item ?? -1] ?? { x: 0, y: 0 });
  }

  #moved({ x, y }: Point): Point {
    return { x: x + this.#origin.x, y: y + this.#origin.y };
  }
}
