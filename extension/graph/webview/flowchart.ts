import mermaid from 'mermaid';

/** The groups of settings that a flowchart asks for. */
const needed: ReadonlySet<string> = new Set(['flowchart', 'themeVariables']);

/** Prepares Mermaid; call it once. Colours come from the style sheet, so that a new theme needs no new drawing. */
export function prepareMermaid(): void {
  forgetOtherDiagrams();
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    // As SVG text a label cannot hold an element, and takes the colours of the theme as the rest does.
    htmlLabels: false,
    flowchart: {
      htmlLabels: false,
      wrappingWidth: 10_000,
      padding: 14,
      nodeSpacing: 36,
      rankSpacing: 46,
      curve: 'basis',
    },
    // The panel itself asks before it draws a large graph; Mermaid would put a sentence of its own instead.
    maxEdges: Number.MAX_SAFE_INTEGER,
    maxTextSize: Number.MAX_SAFE_INTEGER,
  });
}

/** Mermaid copies all settings some dozens of times for each node: without those of other diagrams it draws in 0.6 of the time. */
function forgetOtherDiagrams(): void {
  for (const [name, settings] of Object.entries(mermaid.mermaidAPI.defaultConfig)) {
    if (typeof settings !== 'object' || Array.isArray(settings) || needed.has(name)) continue;
    for (const key of Object.keys(settings)) Reflect.deleteProperty(settings, key);
  }
}

/**
 * Lays the flowchart out inside `place`, where the style sheet gives its labels their size. No other picture on the page
 * may have the same `id`: Mermaid looks its own parts up by it. Rejects when Mermaid cannot.
 */
export async function layOut(flowchart: string, id: string, place: HTMLElement): Promise<SVGSVGElement> {
  try {
    const { svg } = await mermaid.render(id, withMarkup(flowchart), place);
    const parsed = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
    if (!parsed) throw new Error('Mermaid gave no picture.');
    for (const style of parsed.querySelectorAll('style')) style.remove();
    return document.importNode(parsed, true);
  } finally {
    place.replaceChildren();
  }
}

/** Mermaid decodes the entity codes of a label only when it also has markup; an empty line at its end takes no room. */
function withMarkup(flowchart: string): string {
  return flowchart.replaceAll('")', '<br/>")');
}
