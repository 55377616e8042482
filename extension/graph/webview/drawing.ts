import { t } from '@vscode/l10n';
import type { Flowchart, FlowchartMessage, ShownNode } from '../messages.ts';
import { boxSizes } from './box-sizes.ts';
import { addTrails } from './edge-trails.ts';
import { LayoutDesk } from './layout/layout-desk.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';
import { type Picture, pictureOf } from './picture.ts';
import type { TaskNodes } from './task-nodes.ts';

interface Places {
  /** Holds the picture. */
  readonly stage: HTMLElement;
  /** For a sentence where there is no picture. */
  readonly message: HTMLElement;
  /** Is shown while a layout goes on; the style sheet lets only longer ones be seen. */
  readonly busy: HTMLElement;
}

/** More nodes and edges than are drawn without asking. */
const largest = 20_000;

/** Shows the newest flowchart; those that come while one is laid out are skipped but for the last. */
export class Drawing {
  readonly #places: Places;
  readonly #nodes: TaskNodes;
  readonly #view: PanAndZoom;
  readonly #desk = new LayoutDesk();
  readonly #drawn: (picture: Picture, nodes: readonly ShownNode[]) => void;
  #wanted: FlowchartMessage | undefined;
  #shown: string | undefined;
  #busy = false;
  #askedForLarge = false;

  /** `drawn` hears of each new picture that is on the screen. */
  constructor(
    places: Places,
    nodes: TaskNodes,
    view: PanAndZoom,
    drawn: (picture: Picture, nodes: readonly ShownNode[]) => void,
  ) {
    this.#places = places;
    this.#nodes = nodes;
    this.#view = view;
    this.#drawn = drawn;
  }

  show(flowchart: FlowchartMessage): void {
    this.#wanted = flowchart;
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#wanted; next; next = this.#wanted) {
      this.#wanted = undefined;
      if (keyOf(next) !== this.#shown) await this.#draw(next);
    }
    this.#busy = false;
  }

  async #draw(message: FlowchartMessage): Promise<void> {
    const { flowchart, nodes } = message;
    this.#shown = keyOf(message);
    if (message.shows === 'no-file')
      return this.#say(t`The pipeline file cannot be opened. Has it been moved or deleted?`);
    if (message.shows === 'not-open')
      return this.#say(
        t`The unsaved text of this graph is no longer open. Where it was saved, open the file and its graph.`,
      );
    if (nodes.length === 0) return this.#say(t`This pipeline has no tasks yet. They appear here as you write them.`);
    if (!this.#askedForLarge && nodes.length + flowchart.edges.length > largest) return this.#ask(message);
    try {
      this.#setBusy(true);
      const picture = await this.#pictureOf(flowchart);
      addTrails(picture, message.trails ?? []);
      this.#places.message.hidden = true;
      this.#replace(picture, nodes);
    } catch (error) {
      this.#shown = undefined;
      this.#say(t`The graph could not be drawn: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(isBusy: boolean): void {
    this.#places.stage.ariaBusy = isBusy ? 'true' : null;
    this.#places.busy.hidden = !isBusy;
  }

  async #pictureOf(flowchart: Flowchart): Promise<Picture> {
    const sizes = boxSizes(flowchart.nodes);
    const { direction, edges, frames = [] } = flowchart;
    const layout = await this.#desk.layOut({
      boxes: sizes,
      arrows: edges.map(({ from, to }) => ({ from, to })),
      direction,
      frames: frames.map(boxes => ({ boxes })),
    });
    return pictureOf(flowchart, sizes, layout);
  }

  /** What somebody looks at, the focused node or the one in the middle, stays where it is. */
  #replace(picture: Picture, nodes: FlowchartMessage['nodes']): void {
    const { stage } = this.#places;
    const focused = document.activeElement instanceof SVGElement ? nameOf(document.activeElement) : undefined;
    const anchor = focused ?? this.#middleTask();
    const before = anchor === undefined ? undefined : this.#nodes.elementOf(anchor)?.getBoundingClientRect();
    this.#view.adopt(picture.svg);
    this.#nodes.adopt(picture.nodes, nodes);
    stage.replaceChildren(picture.svg);
    this.#drawn(picture, nodes);
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
      if (!nearest || distance < nearest.distance) nearest = { task: nameOf(element), distance };
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
    button.textContent = t`Draw It Anyway`;
    button.addEventListener('click', () => {
      this.#askedForLarge = true;
      this.#shown = undefined;
      this.show(this.#wanted ?? message);
    });
    this.#say(t`This pipeline has ${message.nodes.length} tasks. To draw them may take a minute or more.`, button);
  }
}

/** What of a message is seen. */
function keyOf({ flowchart, nodes, trails }: FlowchartMessage): string {
  return JSON.stringify([flowchart, nodes, trails]);
}

function nameOf({ dataset }: SVGElement): string | undefined {
  return dataset.task ?? dataset.group;
}
