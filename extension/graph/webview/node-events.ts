import { isFoldSign } from './fold-sign.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';
import type { TaskCard } from './task-card.ts';

/** What may be asked of a node. */
export interface NodeActions {
  /** Somebody looks at the task. */
  seen(task: string): void;
  /** To go to the place of the task in the text. */
  reveal(task: string): void;
  toggleGroup(group: string): void;
}

/** Lets clicks and keys on a node act, and shows the card of the node that is pointed at or has the focus. */
export function listenToNodes(stage: HTMLElement, view: PanAndZoom, card: TaskCard, actions: NodeActions): void {
  const act = ({ target }: Event): void => {
    const { task, kind, group } = nodeAt(target)?.dataset ?? {};
    if ((kind === 'group' || isFoldSign(target)) && group !== undefined) actions.toggleGroup(group);
    else if (task !== undefined) actions.reveal(task);
  };
  stage.addEventListener('click', act);
  stage.addEventListener('keydown', event => {
    const group = nodeAt(event.target)?.dataset.group;
    if (event.key === 'Enter' || event.key === ' ') act(event);
    else if (event.key === 'f' && group !== undefined && !event.ctrlKey && !event.metaKey) actions.toggleGroup(group);
    else if (event.key === 'Escape') card.hide();
  });
  for (const name of ['pointerdown', 'wheel', 'contextmenu', 'pointerleave', 'focusout'])
    stage.addEventListener(name, () => card.hide());
  const showCard = (node: SVGElement | undefined): void =>
    node?.dataset.task === undefined ? card.hide() : card.showSoon(node);
  stage.addEventListener('pointerover', ({ target }) => showCard(nodeAt(target)));
  stage.addEventListener('focusin', ({ target }) => {
    const node = nodeAt(target);
    if (node?.dataset.task !== undefined) actions.seen(node.dataset.task);
    if (!node?.matches(':focus-visible')) return;
    view.bringIntoView(node);
    showCard(node);
  });
}

function nodeAt(target: EventTarget | null): SVGElement | undefined {
  return (target instanceof Element && target.closest<SVGElement>('g.node')) || undefined;
}
