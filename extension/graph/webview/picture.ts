import type { Flowchart, FlowchartNode } from '../messages.ts';
import { arrowHeads } from './arrow-heads.ts';
import type { Layout, Point, Size } from './layout/layout-types.ts';
import { svgElement } from './svg-element.ts';

/** A drawing with all its nodes in the order of the flowchart, and its edges. */
export interface Picture {
  readonly svg: SVGSVGElement;
  readonly size: Size;
  /** All boxes as one path. */
  readonly outline: string;
  readonly nodes: readonly SVGGElement[];
  readonly edges: readonly DrawnEdge[];
}

/** An edge between nodes by their places. */
export interface DrawnEdge {
  readonly from: number;
  readonly to: number;
  readonly path: SVGPathElement;
}

/** Draws what was laid out; the style sheet gives it its looks. */
export function pictureOf({ direction, nodes, edges }: Flowchart, sizes: readonly Size[], layout: Layout): Picture {
  const svg = svgElement('svg', { viewBox: `0 0 ${round(layout.width)} ${round(layout.height)}` });
  const paths = edges.map(({ classes, head }, index) =>
    svgElement('path', {
      class: ['flowchart-link', classes, `edge-head-${head}`].filter(Boolean).join(' '),
      d: lineThrough(layout.arrows[index] ?? [], direction === 'TB'),
      'marker-end': `url(#${head})`,
    }),
  );
  const boxes = nodes.map((node, index) =>
    nodeAt(node, layout.boxes[index] ?? { x: 0, y: 0 }, sizes[index] ?? { width: 0, height: 0 }),
  );
  const content = svgElement('g', { class: direction === 'LR' ? 'root toward-right' : 'root' });
  const defs = svgElement('defs', {});
  defs.append(...arrowHeads());
  content.append(defs, group('frames', layout.frames.map(frameAt)), group('edges', paths), group('nodes', boxes));
  svg.append(content);
  return {
    svg,
    size: { width: layout.width, height: layout.height },
    outline: outlineOf(layout.boxes, sizes),
    nodes: boxes,
    edges: edges.flatMap(({ from, to }, index) => (paths[index] ? [{ from, to, path: paths[index] }] : [])),
  };
}

function outlineOf(middles: readonly Point[], sizes: readonly Size[]): string {
  return middles
    .map(({ x, y }, index) => {
      const { width, height } = sizes[index] ?? { width: 0, height: 0 };
      return `M${round(x - width / 2)} ${round(y - height / 2)}h${width}v${height}h${-width}z`;
    })
    .join('');
}

function frameAt({ x, y, width, height }: Point & Size): SVGElement {
  return svgElement('rect', {
    class: 'pipeline-frame',
    x: String(round(x - width / 2)),
    y: String(round(y - height / 2)),
    width: String(round(width)),
    height: String(round(height)),
    rx: '8',
  });
}

function group(name: string, elements: readonly SVGElement[]): SVGGElement {
  const element = svgElement('g', { class: name });
  element.append(...elements);
  return element;
}

function nodeAt({ lines, classes }: FlowchartNode, { x, y }: Point, { width, height }: Size): SVGGElement {
  const node = svgElement('g', { class: `node ${classes}`.trim(), transform: `translate(${round(x)} ${round(y)})` });
  const box = svgElement('rect', {
    class: 'label-container',
    x: String(-width / 2),
    y: String(-height / 2),
    width: String(width),
    height: String(height),
  });
  const text = svgElement('text', {});
  lines.forEach((line, index) => {
    const tspan = svgElement('tspan', { class: 'text-outer-tspan', x: '0', y: String(baseline(index, lines.length)) });
    tspan.textContent = line;
    text.append(tspan);
  });
  const label = svgElement('g', { class: 'label' });
  label.append(text);
  node.append(box, label);
  return node;
}

function baseline(line: number, lines: number): number {
  return 4.5 + line * 16 - (lines - 1) * 8;
}

function lineThrough(points: readonly Point[], isDown: boolean): string {
  const [first] = points;
  if (!first) return '';
  const parts = [`M${round(first.x)} ${round(first.y)}`];
  for (let index = 1; index < points.length; index++) {
    const [from, to] = [points[index - 1] ?? first, points[index] ?? first];
    if (index % 2 === 1) {
      if (Math.abs(from.x - to.x) + Math.abs(from.y - to.y) > 0.05) parts.push(`L${round(to.x)} ${round(to.y)}`);
    } else parts.push(bend(from, to, isDown));
  }
  return parts.join('');
}

function bend(from: Point, to: Point, isDown: boolean): string {
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  const [first, second] = isDown
    ? [
        { x: from.x, y },
        { x: to.x, y },
      ]
    : [
        { x, y: from.y },
        { x, y: to.y },
      ];
  return `C${[first, second, to].map(point => `${round(point.x)} ${round(point.y)}`).join(' ')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
