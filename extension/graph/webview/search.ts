import type { ShownNode } from '../messages.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';
import type { Picture } from './picture.ts';

interface Parts {
  readonly input: HTMLInputElement;
  readonly count: HTMLElement;
  readonly stage: HTMLElement;
}

/** Finds tasks by a part of their names: marks and counts them, and goes from one to the next. */
export class Search {
  readonly #parts: Parts;
  readonly #view: PanAndZoom;
  #nodes: readonly { readonly names: readonly string[]; readonly element: SVGGElement }[] = [];
  #found: readonly SVGGElement[] = [];
  #at = -1;

  constructor(parts: Parts, view: PanAndZoom) {
    this.#parts = parts;
    this.#view = view;
    const { input, stage } = parts;
    input.addEventListener('input', () => {
      this.#at = -1;
      this.#mark();
    });
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.#go(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape') this.#clear();
    });
    document.addEventListener('keydown', event => {
      if (!isCall(event) || event.target === input) return;
      event.preventDefault();
      input.select();
      input.focus();
    });
    stage.classList.remove('searching');
  }

  /** Looks through a new picture; a group has the names of its tasks too. */
  adopt({ nodes }: Picture, shown: readonly ShownNode[]): void {
    this.#nodes = shown.flatMap(({ name, tasks = [] }, index) => {
      const element = nodes[index];
      return element ? [{ names: [name, ...tasks].map(one => one.toLowerCase()), element }] : [];
    });
    this.#mark();
  }

  #mark(): void {
    const wanted = this.#parts.input.value.trim().toLowerCase();
    for (const element of this.#found) element.classList.remove('found', 'found-now');
    const isWanted = ({ names }: { readonly names: readonly string[] }): boolean =>
      names.some(name => name.includes(wanted));
    this.#found = wanted === '' ? [] : this.#nodes.filter(isWanted).map(({ element }) => element);
    for (const element of this.#found) element.classList.add('found');
    this.#parts.stage.classList.toggle('searching', wanted !== '');
    this.#say();
  }

  #go(by: number): void {
    const { length } = this.#found;
    if (length === 0) return;
    this.#found[this.#at]?.classList.remove('found-now');
    this.#at = this.#at === -1 && by < 0 ? length - 1 : (this.#at + by + length) % length;
    const element = this.#found[this.#at];
    element?.classList.add('found-now');
    if (element) this.#view.show(element);
    this.#say();
  }

  #say(): void {
    const { length } = this.#found;
    const isAsked = this.#parts.input.value.trim() !== '';
    const place = this.#at >= 0 && this.#at < length ? `${this.#at + 1} of ${length}` : `${length} found`;
    this.#parts.count.textContent = isAsked ? place : '';
  }

  #clear(): void {
    const found = this.#found[this.#at];
    this.#parts.input.value = '';
    this.#at = -1;
    this.#mark();
    if (found) found.focus();
    else this.#parts.input.blur();
  }
}

function isCall({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ((ctrlKey || metaKey) && key === 'f') || (key === '/' && !ctrlKey && !metaKey && !altKey);
}
