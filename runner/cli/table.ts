import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** Lines of columns that stand below each other, two blanks between them; the last column is not filled up. */
export function tableText(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    }
  }
  const lines = rows.map(row => row.map((cell, column) => filled(cell, widths[column] ?? 0)).join('  '));
  return lines.map(line => `${indent}${line.trimEnd()}\n`).join('');
}

/** The columns that a text takes on a terminal, its colours not counted. */
export function widthOf(text: string): number {
  const bare = text.includes('\u001b') ? stripVTControlCharacters(text) : text;
  return plain.test(bare) ? bare.length : stringWidth(bare);
}

/** One column each; most text is, and measuring the rest is slow. */
const plain = /^[ -~]*$/;

function filled(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}

/** The text when it fits into `width` columns, else its beginning and `…`. The text has no colours. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const letter of text) {
    used += stringWidth(letter);
    if (used > width) break;
    kept += letter;
  }
  return width < 1 ? '' : `${kept}…`;
}
