/** What is to be laid out: boxes, and arrows between them by their places in `boxes`. */
export interface LayoutInput {
  readonly boxes: readonly Size[];
  readonly arrows: readonly Arrow[];
  readonly direction: Direction;
  /** Absent: none. An outer one stands before those in it. */
  readonly frames?: readonly Frame[];
}

/** What stands together in a frame, with all that stands in frames within, by their places in `boxes`. */
export interface Frame {
  readonly boxes: readonly number[];
}

/** Where arrows point to, most of the time: down the page or to its right. */
export type Direction = 'TB' | 'LR';

/** In CSS pixels at the drawing's own scale. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly from: number;
  readonly to: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything stands, from (0, 0) to (`width`, `height`). */
export interface Layout extends Size {
  /** The middle of each box. */
  readonly boxes: readonly Point[];
  /** From border to border, an even number of points: an arrow runs straight from the 1st to the 2nd, bends to the 3rd, runs straight to the 4th, and so on. */
  readonly arrows: readonly (readonly Point[])[];
  /** The middle and the size of each frame. */
  readonly frames: readonly (Point & Size)[];
}
