import { tableText, widthOf } from './table.ts';

/** Columns for what stands before the last cell; the last one is broken into lines where a terminal is not wide enough. */
export interface WrappedRow {
  readonly cells: readonly string[];
  /** Without colours. */
  readonly last: string;
}

const leastColumns = 30;

/**
 * A table of which the last column goes on in the next lines of itself when `width` is not enough, or below the row when it would
 * be too narrow. `paint` colours it. Without a `width` nothing is broken.
 */
export function wrappedTable(
  rows: readonly WrappedRow[],
  {
    indent,
    width,
    paint,
  }: { readonly indent: string; readonly width?: number; readonly paint: (text: string) => string },
): string {
  if (rows.length === 0) return '';
  const left = tableText(
    rows.map(({ cells }) => [...cells, '|']),
    indent,
  ).split('\n');
  const start = widthOf(left[0] ?? '') - 1;
  const beside = (width ?? Number.POSITIVE_INFINITY) - start;
  const isBelow = beside < leastColumns;
  const margin = ' '.repeat(isBelow ? indent.length + 4 : start);
  const columns = isBelow ? Math.max(leastColumns, (width ?? 0) - margin.length) : beside;
  const lines = rows.map(({ last }, row) => {
    const head = (left[row] ?? '').slice(0, -1);
    if (last === '') return head.trimEnd();
    const [first = '', ...others] = broken(last, columns);
    const begin = isBelow ? `${head.trimEnd()}\n${margin}${paint(first)}` : head + paint(first);
    return [begin, ...others.map(line => margin + paint(line))].join('\n');
  });
  return lines.map(line => `${line}\n`).join('');
}

/** Between words; a word that is too long stays whole. */
function broken(text: string, columns: number): string[] {
  if (widthOf(text) <= columns) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
