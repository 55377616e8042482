import type { GraphNode } from './graph.ts';

/** What a drawing writes on a node, in one line or two: its label, and what decides whether it starts, each shortened. */
export function nodeLines({ label, detail }: Pick<GraphNode, 'label' | 'detail'>): readonly string[] {
  const lines = [shortened(label, 48), ...(detail ? [shortened(inWords(detail), 44)] : [])];
  return lines.map(plain);
}

/** `tasks.evaluate.outputs.accuracy` is all of the room that a node has: in a drawing `evaluate.accuracy` says it. */
function inWords(detail: string): string {
  return detail.replace(/\btasks\.([\w-]+)\.outputs\.([\w-]+)/g, '$1.$2');
}

/** A label of a thousand letters takes seconds to wrap, and nobody reads it: a drawing shows the beginning. */
function shortened(text: string, longest: number): string {
  const letters = [...text];
  return letters.length > longest
    ? `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

/** One line that every text format can hold: no halves of letters, no control signs. */
function plain(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
