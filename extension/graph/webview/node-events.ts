import type { PanAndZoom } from './pan-and-zoom.ts';
import type { TaskCard } from './task-card.ts';

/** Lets clicks and keys on a node ask for its place in the text, and pointer and focus for its card. */
export function listenToNodes(
  stage: HTMLElement,
  view: PanAndZoom,
  card: TaskCard,
  reveal: (task: string) => void,
): void {
  const revealAt = (event: Event): void => {
    const task = nodeAt(event.target)?.dataset.task;
    if (task !== undefined) reveal(task);
  };
  const showCard = (node: SVGElement | undefined): void => (node ? card.showSoon(node) : card.hide());
  stage.addEventListener('click', revealAt);
  stage.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') revealAt(event);
    else if (event.key === 'Escape') card.hide();
  });
  stage.addEventListener('pointerover', event => showCard(nodeAt(event.target)));
  stage.addEventListener('pointerleave', () => card.hide());
  stage.addEventListener('focusout', () => card.hide());
  for (const name of ['pointerdown', 'wheel', 'contextmenu']) stage.addEventListener(name, () => card.hide());
  stage.addEventListener('focusin', event => {
    const node = nodeAt(event.target);
    if (!node?.matches(':focus-visible')) return;
    view.bringIntoView(node);
    showCard(node);
  });
}

function nodeAt(target: EventTarget | null): SVGElement | undefined {
  return (target instanceof Element && target.closest<SVGElement>('g.node')) || undefined;
}
