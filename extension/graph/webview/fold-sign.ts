import type { ShownNode } from '../messages.ts';
import { svgElement } from './svg-element.ts';

/** What opens and closes, by mouse, the group that this node stands for; `undefined` where it stands for none. The key `f` does the same. */
export function foldSign(node: ShownNode, nodes: readonly ShownNode[], box: Element | null): SVGElement | undefined {
  if (node.kind !== 'task' || node.group !== node.name) return undefined;
  const isOpen = nodes.some(({ name, group }) => group === node.name && name !== node.name);
  // Arrows leave in the middle of a side: in the corner it covers none.
  const [right, top] = [-Number(box?.getAttribute('x')) - 14, -Number(box?.getAttribute('y'))];
  const sign = svgElement('g', { class: 'fold', transform: `translate(${right} ${top})` });
  sign.append(
    svgElement('circle', { r: '7' }),
    svgElement('path', { class: 'fold-line', d: isOpen ? 'M-3.5 0H3.5' : 'M-3.5 0H3.5M0 -3.5V3.5' }),
  );
  return sign;
}

/** Whether a click on this opens or closes a group. */
export function isFoldSign(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.fold') !== null;
}
