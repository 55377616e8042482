import type { Place } from '../messages.ts';

/** The largest stretch to which a small graph is fitted, and how far one may go in and out. */
const fittedAtMost = 1.1;
const smallest = 0.05;
const largest = 4;
const margin = 28;

/** Where the drawing stands in its panel. Until somebody moves it, it is fitted, and stays so when either changes. */
export class PanAndZoom {
  readonly #stage: HTMLElement;
  readonly #moved: (place: Place | undefined) => void;
  #drawing: { readonly content: SVGGElement; readonly box: DOMRectReadOnly } | undefined;
  readonly #listeners: ((current: Place) => void)[] = [];
  #place: Place | undefined;

  /** `moved` hears each new place, and `undefined` for a fitted drawing. */
  constructor(stage: HTMLElement, place: Place | undefined, moved: (place: Place | undefined) => void) {
    this.#stage = stage;
    this.#place = place;
    this.#moved = moved;
    new ResizeObserver(() => this.#apply()).observe(stage);
  }

  /** Puts a fresh drawing where the last one was. */
  adopt(svg: SVGSVGElement): void {
    const content = svg.querySelector<SVGGElement>('g.root');
    if (!content) return;
    const { x, y, width, height } = svg.viewBox.baseVal;
    svg.removeAttribute('viewBox');
    svg.setAttribute('width', '100%');
    svg.setAttribute('height', '100%');
    this.#drawing = { content, box: new DOMRectReadOnly(x, y, width, height) };
    this.#apply();
  }

  /** Where it stands now. */
  current(): Place {
    return this.#place ?? this.#fitted();
  }

  /** Calls `listener` whenever the drawing stands elsewhere. */
  onApplied(listener: (current: Place) => void): void {
    this.#listeners.push(listener);
  }

  get isFitted(): boolean {
    return this.#place === undefined;
  }

  fit(): void {
    this.#move(undefined);
  }

  pan(right: number, down: number): void {
    const { scale, left, top } = this.current();
    this.#move({ scale, left: left + right, top: top + down });
  }

  /** Zooms so that what is at (x, y) of the panel stays there; by default its middle. */
  zoom(factor: number, x = this.#stage.clientWidth / 2, y = this.#stage.clientHeight / 2): void {
    const { scale, left, top } = this.current();
    const next = Math.min(largest, Math.max(smallest, scale * factor));
    const ratio = next / scale;
    this.#move({ scale: next, left: x - (x - left) * ratio, top: y - (y - top) * ratio });
  }

  /** Brings the element to the middle, large enough to be read. */
  show(element: Element): void {
    const { scale } = this.current();
    if (scale < 0.6) this.zoom(0.9 / scale);
    const inner = element.getBoundingClientRect();
    const outer = this.#stage.getBoundingClientRect();
    const right = (outer.left + outer.right - inner.left - inner.right) / 2;
    this.pan(right, (outer.top + outer.bottom - inner.top - inner.bottom) / 2);
  }

  /** Moves as little as is needed to have the element inside the panel. */
  bringIntoView(element: Element): void {
    const inner = element.getBoundingClientRect();
    const outer = this.#stage.getBoundingClientRect();
    const right = overhang(inner.left, inner.right, outer.left, outer.right);
    const down = overhang(inner.top, inner.bottom, outer.top, outer.bottom);
    if (right !== 0 || down !== 0) this.pan(right, down);
  }

  #move(place: Place | undefined): void {
    this.#place = place;
    this.#apply();
    this.#moved(place);
  }

  #apply(): void {
    const { scale, left, top } = this.current();
    this.#drawing?.content.setAttribute('transform', `translate(${left} ${top}) scale(${scale})`);
    for (const listener of this.#listeners) listener({ scale, left, top });
  }

  #fitted(): Place {
    const box = this.#drawing?.box;
    if (!box || box.width === 0 || box.height === 0) return { scale: 1, left: 0, top: 0 };
    const { clientWidth: width, clientHeight: height } = this.#stage;
    const across = (width - 2 * margin) / box.width;
    const scale = Math.max(smallest, Math.min(fittedAtMost, across, (height - 2 * margin) / box.height));
    return {
      scale,
      left: (width - box.width * scale) / 2 - box.x * scale,
      top: (height - box.height * scale) / 2 - box.y * scale,
    };
  }
}

function overhang(start: number, end: number, from: number, to: number): number {
  if (start < from + margin) return from + margin - start;
  return end > to - margin ? to - margin - end : 0;
}
