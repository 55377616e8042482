import type { EdgeTrail } from '../messages.ts';
import type { Picture } from './picture.ts';
import { svgElement } from './svg-element.ts';

/** Lets each edge of a cycle say its trail when it is pointed at; a line is thin, so it need not be met exactly. */
export function addTrails({ edges }: Picture, trails: readonly EdgeTrail[]): void {
  const textOf = new Map(trails.map(({ from, to, text }) => [`${from} ${to}`, text]));
  for (const { from, to, path } of edges) {
    const text = textOf.get(`${from} ${to}`);
    if (text === undefined) continue;
    const wide = svgElement('path', { class: 'trail', role: 'img', d: path.getAttribute('d') ?? '' });
    const title = svgElement('title', {});
    title.textContent = text;
    wide.append(title);
    path.parentNode?.append(wide);
  }
}
