import { t } from '@vscode/l10n';
import type { ShownNode, ShownStatus, StatusesMessage } from '../messages.ts';
import { foldSign } from './fold-sign.ts';
import { groupsAbove, MemberProgress } from './member-progress.ts';
import { statusLooks } from './status-look.ts';
import { summaryOf, withoutGroups } from './summary.ts';
import { svgElement } from './svg-element.ts';
import { menuOfOther, menuOfTask } from './task-menu.ts';

/** The nodes on the screen and how their tasks stand. Statuses outlive the drawing: a new one is dressed in them at once. */
export class TaskNodes {
  readonly #statuses = new Map<string, ShownStatus>();
  readonly #drawn = new Map<string, DrawnNode>();
  readonly #members = new MemberProgress();
  /** The node on which each task of a folded group is seen. */
  #groupOf: ReadonlyMap<string, string> = new Map();
  #run: string | null = null;

  /** Makes the elements of a fresh drawing, one for each node, reachable by keyboard and screen reader, and shows the known statuses on them. */
  adopt(elements: readonly SVGGElement[], nodes: readonly ShownNode[]): void {
    this.#drawn.clear();
    this.#groupOf = new Map(nodes.flatMap(({ name, tasks = [] }) => tasks.map(task => [task, name] as const)));
    nodes.forEach((node, index) => {
      const element = elements[index];
      if (!element) return;
      const sign = foldSign(node, nodes, element.querySelector('rect.label-container'));
      this.#drawn.set(node.name, dressed(element, node));
      if (sign) element.append(sign);
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
    const changed = new Set<string>();
    for (const [task, status] of changes) {
      if (status === null) this.#statuses.delete(task);
      else this.#statuses.set(task, status);
      const above = status === null ? this.#members.remove(task) : this.#members.add(task);
      for (const one of [task, ...above]) changed.add(this.shownAs(one));
    }
    for (const name of changed) this.#show(name);
  }

  /** How all tasks stand, groups left out whose members are there. */
  statuses(): Iterable<ShownStatus> {
    return withoutGroups(this.#statuses);
  }

  /** The node of a task or group; what it was folded into or unfolded to where it is not there itself. */
  elementOf(name: string): SVGGElement | undefined {
    const around = [name, this.#groupOf.get(name) ?? '', ...groupsAbove(name).toReversed()];
    const drawn = around.map(one => this.#drawn.get(one)).find(Boolean);
    return (drawn ?? [...this.#drawn.values()].find(({ node }) => node.group === name))?.element;
  }

  /** The name of the node on which the task is seen: its own, or that of its folded group. */
  shownAs(task: string): string {
    return this.#groupOf.get(task) ?? task;
  }

  /** How the task or group with this node stands, in words. */
  stateOf(name: string): string {
    const label = this.#drawn.get(name)?.element.getAttribute('aria-label') ?? '';
    return label.slice(name.length + 2);
  }

  /** What the editor is told for the menu of a task, drawn or not: `data-vscode-context`. */
  menuOf(task: string): string {
    return menuOfTask(task, this.#statuses.get(task), this.#run);
  }

  elements(): readonly SVGGElement[] {
    return [...this.#drawn.values()].map(({ element }) => element);
  }

  #show(name: string): void {
    const drawn = this.#drawn.get(name);
    if (!drawn) return;
    const { node, element } = drawn;
    const within = node.tasks?.flatMap(task => this.#statuses.get(task) ?? []);
    const status = within ? worstOf(within) : this.#statuses.get(name);
    for (const className of [...element.classList])
      if (className.startsWith('status-')) element.classList.remove(className);
    if (status) element.classList.add(`status-${status}`);
    drawn.icon.setAttribute('d', status ? statusLooks[status].icon : '');
    const state =
      node.kind === 'missing' ? t`no such task` : within ? summaryOf(within) : status && statusLooks[status].words;
    const progress = status && this.#members.of(node.tasks ?? [name], this.#statuses);
    drawn.progress.textContent = progress ? `${progress.ended}/${progress.total}` : '';
    const ended = progress && !within ? t`${progress.ended} of ${progress.total} ended` : undefined;
    element.setAttribute('aria-label', [name, state, ended, node.fault && t`has an error`].filter(Boolean).join(', '));
    element.dataset.vscodeContext = node.kind === 'task' ? this.menuOf(name) : menuOfOther(node.kind);
  }
}

interface DrawnNode {
  readonly node: ShownNode;
  readonly element: SVGGElement;
  readonly icon: SVGElement;
  readonly progress: SVGElement;
}

function dressed(element: SVGGElement, node: ShownNode): DrawnNode {
  element.dataset.kind = node.kind;
  if (node.kind !== 'group') element.dataset.task = node.name;
  const group = node.kind === 'group' ? node.name : node.group;
  if (group !== undefined) element.dataset.group = group;
  element.setAttribute('tabindex', '0');
  element.setAttribute('role', 'button');
  const box = element.querySelector('rect.label-container');
  // Arrows come from above, and the badge is in the middle of the left side; or they come there, and it is in the corner.
  const y = element.closest('.toward-right') ? Number(box?.getAttribute('y')) : 0;
  const badge = svgElement('g', { class: 'badge', transform: `translate(${Number(box?.getAttribute('x'))} ${y})` });
  const icon = svgElement('path', { class: 'icon' });
  badge.append(svgElement('circle', { r: '8' }), icon);
  const right = Number(box?.getAttribute('width')) / 2 - 5;
  const progress = svgElement('text', {
    class: 'progress',
    x: String(right),
    y: String(Number(box?.getAttribute('y')) - 3),
  });
  element.append(badge, progress);
  const description = [node.detail, node.fault].filter(Boolean).join('. ');
  if (description) element.setAttribute('aria-description', description);
  return { node, element, icon, progress };
}

/** What a group shows of its tasks: what needs attention, then what goes on, then what is still to come. */
function worstOf(statuses: readonly ShownStatus[]): ShownStatus | undefined {
  return attention.find(status => statuses.includes(status));
}

const attention: readonly ShownStatus[] = [
  ...([
    'failed',
    'retrying',
    'running',
    'upstream_failed',
    'interrupted',
    'cancelled',
    'queued',
    'pending',
    'success',
    'skipped',
  ] as const),
];
