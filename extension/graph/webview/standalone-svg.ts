import { arrowHeads } from './arrow-heads.ts';
import type { Picture } from './picture.ts';
import { svgElement } from './svg-element.ts';

const margin = 24;
const properties = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity'],
  ...['rx', 'ry', 'font-family', 'font-size', 'text-anchor'],
];

/** The whole picture as a file that needs no style sheet: as it looks now, in the colours of the theme. */
export function standaloneSvg({ svg, size }: Picture): string {
  const copy = svgElement('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    width: String(Math.ceil(size.width) + 2 * margin),
    height: String(Math.ceil(size.height) + 2 * margin),
    viewBox: `${-margin} ${-margin} ${Math.ceil(size.width) + 2 * margin} ${Math.ceil(size.height) + 2 * margin}`,
  });
  const paper = plainColour(getComputedStyle(document.body).backgroundColor);
  copy.append(
    svgElement('rect', { x: String(-margin), y: String(-margin), width: '100%', height: '100%', fill: paper }),
  );
  const content = svg.querySelector('g.root');
  const copied = content && copyOf(content);
  if (copied) {
    copied.removeAttribute('transform');
    copy.append(copied);
  }
  giveHeads(copy);
  return new XMLSerializer().serializeToString(copy);
}

/** The picture as a PNG in base64, twice as large for sharp letters, as far as a canvas can be. */
export async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, largestSide / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}

const largestSide = 16_000;

/** With its looks as attributes; `undefined` for what is not seen. */
function copyOf(element: Element): Element | undefined {
  if (element.matches('defs, .trail, .fold')) return undefined;
  const style = getComputedStyle(element);
  if (style.display === 'none') return undefined;
  const copy = document.createElementNS('http://www.w3.org/2000/svg', element.localName);
  for (const name of ['x', 'y', 'width', 'height', 'd', 'r', 'transform', 'marker-end']) {
    const value = element.getAttribute(name);
    if (value !== null) copy.setAttribute(name, value);
  }
  if (element.localName !== 'g') {
    for (const name of properties) {
      const value = style.getPropertyValue(name);
      if (value !== '' && value !== 'auto') copy.setAttribute(name, plainColour(value));
    }
  }
  if (element.childElementCount === 0) copy.textContent = element.textContent;
  for (const child of element.children) {
    const copied = copyOf(child);
    if (copied) copy.append(copied);
  }
  if (element.classList.contains('flowchart-link')) copy.setAttribute('class', 'flowchart-link');
  return copy;
}

/** A head for the arrows of each colour: `context-stroke` is not known everywhere. */
function giveHeads(svg: SVGSVGElement): void {
  const colours: string[] = [];
  for (const edge of svg.querySelectorAll('.flowchart-link')) {
    const colour = edge.getAttribute('stroke') ?? '';
    if (!colours.includes(colour)) colours.push(colour);
    const head = /#(\w+)/.exec(edge.getAttribute('marker-end') ?? '')?.[1] ?? 'arrow';
    edge.setAttribute('marker-end', `url(#${head}-${colours.indexOf(colour)})`);
    edge.removeAttribute('class');
  }
  const defs = svgElement('defs', {});
  colours.forEach((colour, index) => {
    const heads = arrowHeads(`-${index}`, colour);
    for (const head of heads) head.removeAttribute('class');
    defs.append(...heads);
  });
  svg.prepend(defs);
}

/** Mixed colours come in a notation that few programs know. */
function plainColour(value: string): string {
  return value.replace(
    /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)/g,
    (_, red, green, blue, alpha) => {
      const parts = [red, green, blue].map(part => Math.round(Number(part) * 255));
      return alpha === undefined ? `rgb(${parts.join(', ')})` : `rgba(${parts.join(', ')}, ${alpha})`;
    },
  );
}
