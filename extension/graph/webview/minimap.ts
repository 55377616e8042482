import type { Place } from '../messages.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';
import type { Picture } from './picture.ts';
import { svgElement } from './svg-element.ts';

const largest = { width: 150, height: 150 };

/** The whole drawing in a corner, with a frame around what is seen; it is there only while a part is not seen. */
export class Minimap {
  readonly #place: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #view: PanAndZoom;
  #picture: Picture | undefined;
  #frame = svgElement('rect', { class: 'frame' });

  constructor(place: HTMLElement, stage: HTMLElement, view: PanAndZoom) {
    this.#place = place;
    this.#stage = stage;
    this.#view = view;
    view.onApplied(current => this.#follow(current));
    place.addEventListener('pointerdown', event => {
      place.setPointerCapture(event.pointerId);
      this.#go(event);
    });
    place.addEventListener('pointermove', event => {
      if (event.buttons === 1) this.#go(event);
    });
  }

  adopt(picture: Picture): void {
    this.#picture = picture;
    const { width, height } = picture.size;
    const scale = Math.min(largest.width / width, largest.height / height);
    const svg = svgElement('svg', {
      viewBox: `0 0 ${width} ${height}`,
      width: String(Math.max(1, width * scale)),
      height: String(Math.max(1, height * scale)),
    });
    svg.append(svgElement('path', { d: picture.outline }), this.#frame);
    this.#place.replaceChildren(svg);
    this.#follow(this.#view.current());
  }

  #follow({ scale, left, top }: Place): void {
    if (!this.#picture) return;
    const { width, height } = this.#picture.size;
    const [seenWidth, seenHeight] = [this.#stage.clientWidth / scale, this.#stage.clientHeight / scale];
    const [x, y] = [-left / scale, -top / scale];
    const isAllSeen = x <= 1 && y <= 1 && x + seenWidth >= width - 1 && y + seenHeight >= height - 1;
    this.#place.hidden = isAllSeen || !this.#picture.svg.isConnected;
    const frame = { x, y, width: seenWidth, height: seenHeight };
    for (const [name, value] of Object.entries(frame)) this.#frame.setAttribute(name, value.toFixed(1));
  }

  #go({ clientX, clientY }: PointerEvent): void {
    const box = this.#place.firstElementChild?.getBoundingClientRect();
    if (!box || !this.#picture) return;
    const { width, height } = this.#picture.size;
    const { scale, left, top } = this.#view.current();
    const x = ((clientX - box.left) / box.width) * width;
    const y = ((clientY - box.top) / box.height) * height;
    const right = this.#stage.clientWidth / 2 - (x * scale + left);
    this.#view.pan(right, this.#stage.clientHeight / 2 - (y * scale + top));
  }
}
