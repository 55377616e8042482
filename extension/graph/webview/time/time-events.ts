import type { TimeActions, TimeView } from './time-view.ts';

const step = 1.5;

/** Lets clicks, keys and the wheel act on the rows. */
export function listenToTime(rows: HTMLElement, view: TimeView, actions: TimeActions): void {
  const select = (task: string | undefined): void => {
    if (task !== undefined) actions.selected(task);
  };
  rows.addEventListener('click', ({ target }) => {
    const task = taskAt(target);
    view.select(task ?? view.selected);
    select(task);
    if (task !== undefined && isAttempt(target)) actions.output(task);
  });
  rows.addEventListener('dblclick', ({ target }) => {
    const task = taskAt(target);
    if (task !== undefined && !isAttempt(target)) actions.output(task);
  });
  rows.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key]?.(view);
    if (move !== undefined) select(view.move(move));
    else if (event.key === 'Enter' && view.selected !== undefined) actions.output(view.selected);
    else if (event.key === '+' || event.key === '=') view.zoom(step);
    else if (event.key === '-') view.zoom(1 / step);
    else if (event.key === '0') view.fit();
    else return;
    event.preventDefault();
  });
  rows.addEventListener('wheel', event => onWheel(event, view), { passive: false });
}

const moves: Readonly<Record<string, (view: TimeView) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: view => view.page,
  PageUp: view => -view.page,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
};

/** A pinch on a touchpad arrives as a wheel with the control key. */
function onWheel(event: WheelEvent, view: TimeView): void {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  view.zoom(Math.exp(Math.max(-60, Math.min(60, -event.deltaY * unit)) / 150), event.clientX);
}

/** Whether it is the bar of something that was run, and so has printed. */
function isAttempt(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('.bar:is(.running, .success, .failed)');
}

function taskAt(target: EventTarget | null): string | undefined {
  return (target instanceof Element && target.closest<HTMLElement>('.row')?.dataset.task) || undefined;
}
