import type { FlowchartMessage } from '../messages.ts';
import { layOut } from './flowchart.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';
import type { TaskNodes } from './task-nodes.ts';

interface Places {
  /** Holds the picture. */
  readonly stage: HTMLElement;
  /** Where a picture is laid out, unseen. */
  readonly measure: HTMLElement;
  /** For a sentence where there is no picture. */
  readonly message: HTMLElement;
}

/** Mermaid needs some ten seconds for so many nodes and edges. */
const largest = 4000;

/** Shows the newest flowchart; those that come while one is laid out are skipped but for the last. */
export class Drawing {
  readonly #places: Places;
  readonly #nodes: TaskNodes;
  readonly #view: PanAndZoom;
  #wanted: FlowchartMessage | undefined;
  #shown: string | undefined;
  #count = 0;
  #busy = false;
  #askedForLarge = false;

  constructor(places: Places, nodes: TaskNodes, view: PanAndZoom) {
    this.#places = places;
    this.#nodes = nodes;
    this.#view = view;
  }

  show(flowchart: FlowchartMessage): void {
    this.#wanted = flowchart;
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#wanted; next; next = this.#wanted) {
      this.#wanted = undefined;
      if (next.flowchart !== this.#shown) await this.#draw(next);
    }
    this.#busy = false;
  }

  async #draw(message: FlowchartMessage): Promise<void> {
    const { flowchart, nodes } = message;
    this.#shown = flowchart;
    if (message.shows === 'no-file')
      return this.#say('The pipeline file cannot be opened. Has it been moved or deleted?');
    if (nodes.length === 0) return this.#say('This pipeline has no tasks yet. They appear here as you write them.');
    if (!this.#askedForLarge && flowchart.split('\n').length > largest) return this.#ask(message);
    try {
      this.#places.stage.setAttribute('aria-busy', 'true');
      const svg = await layOut(flowchart, `drawing-${++this.#count}`, this.#places.measure);
      this.#places.message.hidden = true;
      this.#replace(svg, nodes);
    } catch (error) {
      this.#shown = undefined;
      this.#say(`The graph could not be drawn: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#places.stage.removeAttribute('aria-busy');
    }
  }

  /** What somebody looks at, the focused node or the one in the middle, stays where it is. */
  #replace(svg: SVGSVGElement, nodes: FlowchartMessage['nodes']): void {
    const { stage } = this.#places;
    const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset.task : undefined;
    const anchor = focused ?? this.#middleTask();
    const before = anchor === undefined ? undefined : this.#nodes.elementOf(anchor)?.getBoundingClientRect();
    stage.replaceChildren(svg);
    this.#view.adopt(svg);
    this.#nodes.adopt(svg, nodes);
    const element = anchor === undefined ? undefined : this.#nodes.elementOf(anchor);
    const after = element?.getBoundingClientRect();
    if (before && after && !this.#view.isFitted) this.#view.pan(before.left - after.left, before.top - after.top);
    if (focused !== undefined) element?.focus({ preventScroll: true });
  }

  #middleTask(): string | undefined {
    const stage = this.#places.stage.getBoundingClientRect();
    const x = stage.left + stage.width / 2;
    const y = stage.top + stage.height / 2;
    let nearest: { readonly task: string | undefined; readonly distance: number } | undefined;
    for (const element of this.#nodes.elements()) {
      const box = element.getBoundingClientRect();
      const distance = Math.hypot(box.left + box.width / 2 - x, box.top + box.height / 2 - y);
      if (!nearest || distance < nearest.distance) nearest = { task: element.dataset.task, distance };
    }
    return nearest?.task;
  }

  #say(text: string, ...more: readonly Node[]): void {
    this.#places.stage.replaceChildren();
    this.#nodes.forgetDrawing();
    this.#places.message.replaceChildren(text, ...more);
    this.#places.message.hidden = false;
  }

  #ask(message: FlowchartMessage): void {
    const button = document.createElement('button');
    button.textContent = 'Draw It Anyway';
    button.addEventListener('click', () => {
      this.#askedForLarge = true;
      this.#shown = undefined;
      this.show(this.#wanted ?? message);
    });
    this.#say(`This pipeline has ${message.nodes.length} tasks. To draw them may take a minute or more.`, button);
  }
}
