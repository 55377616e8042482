import type { TaskStatus } from '../../../pipeline/pipeline.ts';
import type { ShownNode, StatusesMessage } from '../messages.ts';
import { statusLooks } from './status-look.ts';
import { svgElement } from './svg-element.ts';

/** The nodes on the screen and how their tasks stand. Statuses outlive the drawing: a new one is dressed in them at once. */
export class TaskNodes {
  readonly #statuses = new Map<string, TaskStatus>();
  readonly #drawn = new Map<string, DrawnNode>();
  #run: string | null = null;

  /** Makes the elements of a fresh drawing, one for each node, reachable by keyboard and screen reader, and shows the known statuses on them. */
  adopt(elements: readonly SVGGElement[], nodes: readonly ShownNode[]): void {
    this.#drawn.clear();
    nodes.forEach((node, index) => {
      const element = elements[index];
      if (!element) return;
      this.#drawn.set(node.name, dressed(element, node));
      this.#show(node.name);
    });
  }

  /** For when there is no drawing any more. */
  forgetDrawing(): void {
    this.#drawn.clear();
  }

  /** Takes over what has changed, in place. */
  update({ statuses: changes, run }: StatusesMessage): void {
    const isOther = run !== this.#run;
    this.#run = run;
    if (isOther) for (const task of this.#drawn.keys()) this.#show(task);
    for (const [task, status] of changes) {
      if (status === null) this.#statuses.delete(task);
      else this.#statuses.set(task, status);
      this.#show(task);
    }
  }

  statuses(): Iterable<TaskStatus> {
    return this.#statuses.values();
  }

  elementOf(task: string): SVGGElement | undefined {
    return this.#drawn.get(task)?.element;
  }

  elements(): readonly SVGGElement[] {
    return [...this.#drawn.values()].map(({ element }) => element);
  }

  #show(task: string): void {
    const drawn = this.#drawn.get(task);
    if (!drawn) return;
    const status = this.#statuses.get(task);
    for (const name of [...drawn.element.classList])
      if (name.startsWith('status-')) drawn.element.classList.remove(name);
    if (status) drawn.element.classList.add(`status-${status}`);
    drawn.icon.setAttribute('d', status ? statusLooks[status].icon : '');
    const state = drawn.node.kind === 'missing' ? 'no such task' : status && statusLooks[status].words;
    const said = [drawn.node.name, ...(state ? [state] : [])].join(', ');
    drawn.element.setAttribute('aria-label', said);
    drawn.element.dataset.vscodeContext = JSON.stringify(menuContext(drawn.node, status, this.#run));
  }
}

interface DrawnNode {
  readonly node: ShownNode;
  readonly element: SVGGElement;
  readonly icon: SVGElement;
}

function dressed(element: SVGGElement, node: ShownNode): DrawnNode {
  element.dataset.task = node.name;
  element.setAttribute('tabindex', '0');
  element.setAttribute('role', 'button');
  const box = element.querySelector('rect.label-container');
  // Arrows come from above and leave below: in the middle of the left side the badge covers none.
  const badge = svgElement('g', { class: 'badge', transform: `translate(${Number(box?.getAttribute('x'))} 0)` });
  const icon = svgElement('path', { class: 'icon' });
  badge.append(svgElement('circle', { r: '8' }), icon);
  element.append(badge);
  if (node.detail) element.setAttribute('aria-description', node.detail);
  return { node, element, icon };
}

/** What the editor asks for the entries of a node's menu, and hands to the command that is chosen. */
function menuContext(node: ShownNode, status: TaskStatus | undefined, run: string | null): object {
  if (node.kind === 'missing') return { webviewSection: 'missing' };
  const isKnown = run !== null && status !== undefined;
  return {
    webviewSection: 'task',
    task: node.name,
    ...(run === null ? {} : { folder: run }),
    dagwrightOutput: isKnown && withOutput.has(status),
    dagwrightActive: isKnown && active.has(status),
  };
}

const withOutput: ReadonlySet<TaskStatus> = new Set(['running', 'retrying', 'success', 'failed', 'cancelled']);
const active: ReadonlySet<TaskStatus> = new Set(['pending', 'queued', 'running', 'retrying']);
