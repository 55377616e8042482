import { t } from '@vscode/l10n';
import type { ShownNode, StatusesMessage } from '../messages.ts';
import type { Picture } from './picture.ts';
import { menuOfOther, openMenu } from './task-menu.ts';
import type { TaskNodes } from './task-nodes.ts';

/** The graph as a table, for those who would rather read it; it is made when it is opened, and kept in step. */
export class TaskTable {
  readonly #place: HTMLElement;
  readonly #nodes: TaskNodes;
  #shown: { readonly picture: Picture; readonly nodes: readonly ShownNode[] } | undefined;
  #states: ReadonlyMap<string, HTMLElement> = new Map();
  #run: string | null = null;

  constructor(place: HTMLElement, nodes: TaskNodes, reveal: (task: string) => void) {
    this.#place = place;
    this.#nodes = nodes;
    place.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      if (target.dataset.reveal !== undefined) reveal(target.dataset.reveal);
      else if (target.className === 'more') openMenu(target);
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

  update({ statuses, run }: StatusesMessage): void {
    const isOther = run !== this.#run;
    this.#run = run;
    if (!this.isOpen) return;
    const changed = new Set(statuses.map(([task]) => this.#nodes.shownAs(task)));
    for (const name of isOther ? this.#states.keys() : changed) {
      const cell = this.#states.get(name);
      if (cell) this.#tell(cell, name);
    }
  }

  #tell(state: HTMLElement, name: string): void {
    state.textContent = this.#nodes.stateOf(name);
    const row = state.parentElement;
    if (row?.dataset.task === name) row.dataset.vscodeContext = this.#nodes.menuOf(name);
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
      const state = cell('td', '');
      states.set(node.name, state);
      const detail = cell('td', node.tasks ? '' : (node.detail ?? ''));
      const made = row(nameCell(node), state, cell('td', (needs[index] ?? []).join(', ')), detail, menuCell(node));
      if (node.kind === 'task') made.dataset.task = node.name;
      else made.dataset.vscodeContext = menuOfOther(node.kind);
      this.#tell(state, node.name);
      return made;
    });
    const table = document.createElement('table');
    const head = document.createElement('thead');
    const titles = [t`Task`, t`State`, t`Needs`, t`Starts`].map(text => cell('th', text, 'col'));
    const menus = cell('th', '', 'col');
    menus.append(unseen(t`Menu`));
    head.append(row(...titles, menus));
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

/** The menu of a row for those who do not look for it by the right button or Shift+F10. */
function menuCell({ name, kind }: ShownNode): HTMLElement {
  const place = cell('td', '');
  if (kind !== 'task') return place;
  const button = document.createElement('button');
  button.className = 'more';
  button.textContent = '⋯';
  button.title = t`Run, Output and More`;
  button.setAttribute('aria-label', t`Menu of ${name}`);
  button.setAttribute('aria-haspopup', 'menu');
  place.append(button);
  return place;
}

function unseen(text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'unseen';
  element.textContent = text;
  return element;
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
