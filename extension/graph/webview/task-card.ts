import type { AboutMessage } from '../messages.ts';

/** Long enough not to flash while the pointer crosses the graph. */
const restMs = 300;
const gap = 8;

/** A card beside the node that is pointed at or has the focus, with what the latest run says of it. */
export class TaskCard {
  readonly #card: HTMLElement;
  readonly #ask: (task: string) => void;
  #node: SVGElement | undefined;
  #timer: number | undefined;

  /** `ask` is to bring an `about`. */
  constructor(card: HTMLElement, ask: (task: string) => void) {
    this.#card = card;
    this.#ask = ask;
  }

  /** Shows the card of a node when the pointer rests on it. */
  showSoon(node: SVGElement): void {
    if (node === this.#node) return;
    this.hide();
    this.#node = node;
    this.#timer = window.setTimeout(() => this.#askAgain(), restMs);
  }

  hide(): void {
    window.clearTimeout(this.#timer);
    this.#node = undefined;
    this.#card.hidden = true;
  }

  /** What is shown may be over. */
  refresh(): void {
    if (this.#node?.isConnected === false) this.hide();
    else if (!this.#card.hidden) this.#askAgain();
  }

  take({ task, about }: AboutMessage): void {
    const node = this.#node;
    if (!node?.isConnected || node.dataset.task !== task) return;
    const state = about.state || (node.getAttribute('aria-label') ?? task).slice(task.length + 2);
    const detail = node.getAttribute('aria-description') ?? '';
    const parts = [
      line('strong', task),
      line('span', detail),
      line('span', state),
      line('span', about.place ?? ''),
      ...(about.attempts ?? []).map(attempt => line('span', attempt)),
      line('pre', about.lines.join('\n')),
    ];
    this.#card.replaceChildren(...parts.filter(({ textContent }) => textContent !== ''));
    this.#card.hidden = false;
    this.#place(node);
  }

  #askAgain(): void {
    const task = this.#node?.dataset.task;
    if (task !== undefined) this.#ask(task);
  }

  /** Below the node, above it where there is more room. */
  #place(node: SVGElement): void {
    const box = node.getBoundingClientRect();
    const { width, height } = this.#card.getBoundingClientRect();
    const isBelow = box.bottom + gap + height <= window.innerHeight || box.top < window.innerHeight - box.bottom;
    const left = Math.max(gap, Math.min(box.left, window.innerWidth - width - gap));
    const top = isBelow ? box.bottom + gap : Math.max(gap, box.top - gap - height);
    this.#card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

function line(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
