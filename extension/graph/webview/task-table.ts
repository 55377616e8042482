import { t } from '@vscode/l10n';
import type { ShownNode, StatusesMessage } from '../messages.ts';
import type { Picture } from './picture.ts';
import type { TaskNodes } from './task-nodes.ts';

/** The graph as a table, for those who would rather read it; it is made when it is opened, and kept in step. */
export class TaskTable {
  readonly #place: HTMLElement;
  readonly #nodes: TaskNodes;
  #shown: { readonly picture: Picture; readonly nodes: readonly ShownNode[] } | undefined;
  #states: ReadonlyMap<string, HTMLElement> = new Map();

  constructor(place: HTMLElement, nodes: TaskNodes, reveal: (task: string) => void) {
    this.#place = place;
    this.#nodes = nodes;
    place.addEventListener('click', ({ target }) => {
      const task = target instanceof HTMLElement ? target.dataset.reveal : undefined;
      if (task !== undefined) reveal(task);
    });
  }

  get isOpen(): boolean {
    return !this.#place.hidden;
  }

  open(isOpen: boolean): void {
    this.#place.hidden = !isOpen;
    this.#fill();
  }

  adopt(picture: Picture, nodes: readonly ShownNode[]): void {
    this.#shown = { picture, nodes };
    this.#fill();
  }

  update(changes: StatusesMessage['statuses']): void {
    if (!this.isOpen) return;
    for (const [task] of changes) {
      const name = this.#nodes.shownAs(task);
      const cell = this.#states.get(name);
      if (cell) cell.textContent = this.#nodes.stateOf(name);
    }
  }

  #fill(): void {
    const states = new Map<string, HTMLElement>();
    this.#states = states;
    this.#place.replaceChildren();
    if (!this.isOpen || !this.#shown) return;
    const { picture, nodes } = this.#shown;
    const needs = nodes.map((): string[] => []);
    for (const { from, to } of picture.edges) needs[to]?.push(nodes[from]?.name ?? '');
    const rows = nodes.map((node, index) => {
      const state = cell('td', this.#nodes.stateOf(node.name));
      states.set(node.name, state);
      return row(
        nameCell(node),
        state,
        cell('td', (needs[index] ?? []).join(', ')),
        cell('td', node.tasks ? '' : (node.detail ?? '')),
      );
    });
    const table = document.createElement('table');
    const head = document.createElement('thead');
    head.append(row(...[t`Task`, t`State`, t`Needs`, t`Starts`].map(text => cell('th', text, 'col'))));
    const body = document.createElement('tbody');
    body.append(...rows);
    table.append(head, body);
    this.#place.append(table);
  }
}

function nameCell({ name, tasks }: ShownNode): HTMLElement {
  const header = cell('th', '', 'row');
  if (tasks) header.textContent = `${name} (${tasks.length} tasks)`;
  else {
    const button = document.createElement('button');
    button.textContent = name;
    button.title = t`Go to Its Line`;
    button.dataset.reveal = name;
    header.append(button);
  }
  return header;
}

function row(...cells: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

function cell(name: 'td' | 'th', text: string, scope?: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  if (scope !== undefined) element.setAttribute('scope', scope);
  return element;
}
