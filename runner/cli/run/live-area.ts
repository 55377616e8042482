import { widthOf } from '../table.ts';

/** What the live area needs of a terminal. */
export interface Screen {
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  write(text: string): unknown;
}

const hideCursor = '\x1b[?25l';
/** Gives a terminal back the cursor that the live area hides. */
export const showCursor = '\x1b[?25h';
// Terminals that know it show what stands between as one picture; the others ignore it.
const beginPicture = '\x1b[?2026h';
const endPicture = '\x1b[?2026l';

/** The lowest lines of a terminal, redrawn in place, with permanent lines scrolling away above them. */
export class LiveArea {
  readonly #screen: Screen;
  /** The widths of the lines drawn last, as a terminal made narrower has wrapped them since. */
  #widths: readonly number[] = [];
  #drawn = '';

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Columns that a line of the area may take without being wrapped. */
  get width(): number {
    return Math.max(10, (this.#screen.columns || 80) - 1);
  }

  /** Lines that the area may take. */
  get height(): number {
    return Math.max(2, (this.#screen.rows ?? 24) - 2);
  }

  /** Writes `permanent` (whole lines) above, and draws `lines`, each at most `width` wide, in place of those drawn last; nothing when nothing is new. */
  draw(permanent: string, lines: readonly string[]): void {
    const text = lines.map(line => `${line}\x1b[K\n`).join('');
    if (permanent === '' && text === this.#drawn) return;
    const above = permanent.replaceAll('\n', '\x1b[K\n');
    this.#screen.write(`${beginPicture}${hideCursor}${this.#toTop()}${above}${text}\x1b[J${endPicture}`);
    this.#widths = lines.map(widthOf);
    this.#drawn = text;
  }

  /** Writes `permanent` in place of the area, and gives the cursor back. */
  close(permanent: string): void {
    this.#screen.write(`${this.#toTop()}\x1b[J${permanent}${showCursor}`);
    this.#widths = [];
    this.#drawn = '';
  }

  #toTop(): string {
    const columns = Math.max(1, this.#screen.columns || 80);
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return rows === 0 ? '' : `\r\x1b[${rows}A`;
  }
}
