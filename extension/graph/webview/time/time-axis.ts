import { ticksOf } from './axis.ts';
import type { TimeScale } from './time-scale.ts';

/** Draws the ticks above the rows. */
export function fillAxis(axis: HTMLElement, scale: TimeScale): void {
  axis.replaceChildren(
    ...ticksOf(scale.span, scale.width).map(({ at, text }) => {
      const tick = document.createElement('span');
      tick.className = at === scale.span ? 'tick last' : 'tick';
      tick.textContent = text;
      tick.style.left = `${scale.x(at).toFixed(1)}px`;
      return tick;
    }),
  );
}
