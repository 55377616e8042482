import { svgElement } from './svg-element.ts';

const shapes = {
  arrow: 'M0 0 L10 5 L0 10 z',
  /** Waits for a failure. */
  cross: 'M1 0 L5 4 L9 0 L10 1 L6 5 L10 9 L9 10 L5 6 L1 10 L0 9 L4 5 L0 1 z',
  /** Waits for an end, however it comes. */
  circle: 'M10 5 A5 5 0 1 1 0 5 A5 5 0 1 1 10 5 z',
} as const;

/** A marker of each kind in which an edge may end, in the given colour; by default in that of its edge. */
export function arrowHeads(suffix = '', colour?: string): readonly SVGMarkerElement[] {
  return Object.entries(shapes).map(([name, d]) => {
    const size = { viewBox: '0 0 10 10', refX: '9', refY: '5', markerWidth: '9', markerHeight: '9' };
    const more = { markerUnits: 'userSpaceOnUse', orient: 'auto' };
    const marker = svgElement('marker', { id: `${name}${suffix}`, class: 'marker', ...size, ...more });
    marker.append(svgElement('path', { d, ...(colour === undefined ? {} : { fill: colour }) }));
    return marker;
  });
}
