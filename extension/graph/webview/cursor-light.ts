import type { ShownNode } from '../messages.ts';
import type { DrawnEdge, Picture } from './picture.ts';

/** Lights the task in which the cursor of the text stands, and its edges. */
export class CursorLight {
  readonly #seen: (node: SVGGElement) => void;
  #task: string | null = null;
  #places: ReadonlyMap<string, number> = new Map();
  #picture: Picture | undefined;
  #lit: readonly Element[] = [];

  /** `seen` hears of each node that the cursor has come to. */
  constructor(seen: (node: SVGGElement) => void) {
    this.#seen = seen;
  }

  adopt(picture: Picture, nodes: readonly ShownNode[]): void {
    this.#picture = picture;
    this.#places = new Map(nodes.flatMap(({ name, tasks = [] }, index) => [name, ...tasks].map(one => [one, index])));
    this.#light();
  }

  show(task: string | null): void {
    this.#task = task;
    const node = this.#light();
    if (node) this.#seen(node);
  }

  #light(): SVGGElement | undefined {
    for (const element of this.#lit) element.classList.remove('at-cursor', 'lit');
    this.#lit = [];
    const place = this.#task === null ? undefined : this.#places.get(this.#task);
    const node = place === undefined ? undefined : this.#picture?.nodes[place];
    if (!node || !this.#picture) return undefined;
    const touches = ({ from, to }: DrawnEdge): boolean => from === place || to === place;
    const edges = this.#picture.edges.filter(touches).map(({ path }) => path);
    node.classList.add('at-cursor');
    for (const edge of edges) edge.classList.add('lit');
    this.#lit = [node, ...edges];
    return node;
  }
}
