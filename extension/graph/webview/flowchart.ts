import mermaid from 'mermaid';
import type { Direction } from './layout/layout-types.ts';

/** What a flowchart says: nodes in its order, and edges by their places among the nodes. */
export interface Flowchart {
  readonly direction: Direction;
  readonly nodes: readonly FlowchartNode[];
  readonly edges: readonly FlowchartEdge[];
}

export interface FlowchartNode {
  readonly lines: readonly string[];
  /** For the style sheet. */
  readonly classes: string;
}

export interface FlowchartEdge {
  readonly from: number;
  readonly to: number;
  readonly classes: string;
  readonly head: 'arrow' | 'cross' | 'circle';
}

/** What Mermaid hands to a layout. */
interface Read {
  readonly direction?: unknown;
  readonly nodes: readonly { readonly id: string; readonly label?: unknown; readonly cssClasses?: string }[];
  readonly edges: readonly ReadEdge[];
}

interface ReadEdge {
  readonly start?: string;
  readonly end?: string;
  readonly thickness?: string;
  readonly pattern?: string;
  readonly arrowTypeEnd?: string;
}

/**
 * Prepares Mermaid; call it once. What it answers reads flowcharts one after the other, and rejects what Mermaid cannot
 * read. Mermaid is given a layout that takes over what was read and draws nothing, so that `place` is only touched.
 */
export function flowchartReader(place: HTMLElement): (text: string) => Promise<Flowchart> {
  const taken: Read[] = [];
  forgetSettings();
  const take = async (read: Read): Promise<void> => void taken.push(read);
  mermaid.registerLayoutLoaders([{ name: 'taken-over', loader: async () => ({ render: take }) }]);
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: 'null',
    layout: 'taken-over',
    htmlLabels: false,
    // The panel itself asks before it draws a large graph; Mermaid would put a sentence of its own instead.
    maxEdges: Number.MAX_SAFE_INTEGER,
    maxTextSize: Number.MAX_SAFE_INTEGER,
  });
  return async text => {
    try {
      await mermaid.render('flowchart', text, place);
      const read = taken.pop();
      if (!read) throw new Error('Mermaid gave no flowchart.');
      return flowchartOf(read);
    } finally {
      taken.length = 0;
      place.replaceChildren();
    }
  };
}

/** Mermaid copies all settings for each node, for some thousand nodes in seconds: those of pictures that it draws itself go. */
function forgetSettings(): void {
  for (const [name, settings] of Object.entries(mermaid.mermaidAPI.defaultConfig)) {
    if (typeof settings !== 'object' || Array.isArray(settings) || name === 'flowchart') continue;
    for (const key of Object.keys(settings)) Reflect.deleteProperty(settings, key);
  }
}

function flowchartOf({ direction, nodes, edges }: Read): Flowchart {
  const places = new Map(nodes.map(({ id }, index) => [id, index]));
  return {
    direction: direction === 'LR' ? 'LR' : 'TB',
    nodes: nodes.map(({ label, cssClasses }) => ({
      lines: typeof label === 'string' ? label.split(/<br *\/?>/).map(decoded) : [],
      classes: cssClasses?.trim() ?? '',
    })),
    edges: edges.flatMap(({ start = '', end = '', thickness, pattern, arrowTypeEnd }) => {
      const head = heads[arrowTypeEnd ?? ''] ?? 'arrow';
      const classes = `flowchart-link edge-thickness-${thickness} edge-pattern-${pattern} edge-head-${head}`;
      const [from, to] = [places.get(start), places.get(end)];
      return from === undefined || to === undefined ? [] : [{ from, to, classes, head }];
    }),
  };
}

const heads: Readonly<Record<string, FlowchartEdge['head']>> = { arrow_cross: 'cross', arrow_circle: 'circle' };

/** The signs that Mermaid puts in the place of entity codes until it writes the picture. */
function decoded(label: string): string {
  return label.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
}
