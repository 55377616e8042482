import { shownSpan } from './axis.ts';

const widest = 200;

/** Where a time lies on the screen: zoomed by 1, the whole run fills the width. */
export class TimeScale {
  #zoom = 1;
  #width = 0;
  #span = 1;

  /** Pixels from the left to the end of the run. */
  get width(): number {
    return this.#width * this.#zoom;
  }

  /** The milliseconds that are shown. */
  get span(): number {
    return this.#span;
  }

  /** Takes over how long the run is by now and how much room there is; false when nothing has moved by that. */
  fit(lengthMs: number, width: number): boolean {
    const span = shownSpan(lengthMs, width);
    if (span === this.#span && width === this.#width) return false;
    this.#span = span;
    this.#width = width;
    return true;
  }

  /** Pixels from the left, for milliseconds from the start. */
  x(ms: number): number {
    return (ms / this.#span) * this.width;
  }

  /** Zooms around the point `x`; answers how far that point moves to the right by it. */
  zoom(factor: number, x: number): number {
    const before = this.#zoom;
    this.#zoom = Math.max(1, Math.min(widest, before * factor));
    return x * (this.#zoom / before - 1);
  }

  reset(): void {
    this.#zoom = 1;
  }
}
