import type { FlowchartNode } from '../messages.ts';
import type { Size } from './layout/layout-types.ts';

/** As the style sheet has them. */
const fontSizes = { first: 13, more: 11 };
const paddingX = 16;
const heights = { one: 38, line: 16 };

/** The sizes that boxes need for their labels in the font of the page; a canvas measures without laying the page out. */
export function boxSizes(nodes: readonly FlowchartNode[]): readonly Size[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('The page has no canvas to measure with.');
  const { fontFamily } = getComputedStyle(document.body);
  const widths: number[] = nodes.map(() => 0);
  for (const [kind, size] of Object.entries(fontSizes)) {
    context.font = `${size}px ${fontFamily}`;
    nodes.forEach(({ lines }, index) => {
      for (const line of kind === 'first' ? lines.slice(0, 1) : lines.slice(1))
        widths[index] = Math.max(widths[index] ?? 0, context.measureText(line).width);
    });
  }
  return nodes.map(({ lines }, index) => ({
    width: Math.ceil(widths[index] ?? 0) + 2 * paddingX,
    height: heights.one + (lines.length - 1) * heights.line,
  }));
}
