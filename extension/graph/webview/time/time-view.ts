import { t } from '@vscode/l10n';
import type { TimesMessage } from '../../messages.ts';
import { RunTimes } from './run-times.ts';
import { fillAxis } from './time-axis.ts';
import { fillRow, timeRow } from './time-row.ts';
import { TimeScale } from './time-scale.ts';
import { timeTitle } from './time-title.ts';

const rowHeight = 22;
const axisHeight = 22;
/** As in the style sheet: the names stand left of the tracks. */
const nameWidth = 196;
/** Rows beyond what is seen, so that scrolling shows no holes. */
const spare = 8;
/** How often what goes on grows. */
const liveMs = 100;

/** Where the view is on the page. */
export interface TimePlaces {
  readonly section: HTMLElement;
  /** Scrolls, and has the focus. */
  readonly rows: HTMLElement;
  /** For a sentence where there is nothing to show. */
  readonly empty: HTMLElement;
  /** For what stands above the rows. */
  readonly title: HTMLElement;
}

/** What may be asked of a row. */
export interface TimeActions {
  /** Somebody looks at the task. */
  selected(task: string): void;
  /** Somebody wants to read what it has printed. */
  output(task: string): void;
}

/**
 * The run as bars over time, a row for each task, of which only those in sight are on the page. Nothing is drawn while it
 * is closed.
 */
export class TimeView {
  readonly #places: TimePlaces;
  readonly #menuOf: (task: string) => string;
  readonly #times = new RunTimes();
  readonly #scale = new TimeScale();
  readonly #axis = document.createElement('div');
  readonly #content = document.createElement('div');
  readonly #shown = new Map<number, HTMLElement>();
  #names: readonly string[] = [];
  #selected: string | undefined;
  #timer: number | undefined;

  /** `menuOf`: what the editor is told for the menu of a task. */
  constructor(places: TimePlaces, menuOf: (task: string) => string) {
    this.#places = places;
    this.#menuOf = menuOf;
    this.#axis.className = 'axis';
    this.#axis.ariaHidden = 'true';
    this.#content.className = 'content';
    places.rows.append(this.#axis, this.#content);
    places.rows.addEventListener('scroll', () => this.#draw());
    new ResizeObserver(() => this.#drawAll()).observe(places.rows);
  }

  get isOpen(): boolean {
    return !this.#places.section.hidden;
  }

  get selected(): string | undefined {
    return this.#selected;
  }

  open(isOpen: boolean): void {
    this.#places.section.hidden = !isOpen;
    this.#drawAll();
  }

  update(message: TimesMessage): void {
    this.#times.take(message);
    this.#names = this.#times.names();
    this.#drawAll();
  }

  /** Marks a task and, when it can be, brings it into sight. */
  select(task: string | undefined): void {
    this.#selected = task;
    const place = task === undefined ? -1 : this.#names.indexOf(task);
    if (place !== -1 && this.isOpen) this.#reveal(place);
    this.#draw();
  }

  /** Selects the task so many rows further down; answers which it is. */
  move(rows: number): string | undefined {
    const place = this.#selected === undefined ? -1 : this.#names.indexOf(this.#selected);
    const next = this.#names[Math.max(0, Math.min(this.#names.length - 1, place + rows))];
    this.select(next);
    return next;
  }

  /** How many rows are seen at once. */
  get page(): number {
    return Math.max(1, Math.floor((this.#places.rows.clientHeight - axisHeight) / rowHeight));
  }

  /** Zooms around the point `clientX` of the window; without one, around the middle of what is seen. */
  zoom(factor: number, clientX?: number): void {
    const { rows } = this.#places;
    const box = rows.getBoundingClientRect();
    const seen = clientX === undefined ? (rows.clientWidth + nameWidth) / 2 : clientX - box.left;
    const moved = this.#scale.zoom(factor, rows.scrollLeft + seen - nameWidth);
    this.#drawAll();
    rows.scrollLeft += moved;
  }

  /** Shows the whole run. */
  fit(): void {
    this.#scale.reset();
    this.#drawAll();
  }

  #reveal(place: number): void {
    const { rows } = this.#places;
    const top = place * rowHeight;
    if (top < rows.scrollTop) rows.scrollTop = top;
    const bottom = top + rowHeight + axisHeight;
    if (bottom > rows.scrollTop + rows.clientHeight) rows.scrollTop = bottom - rows.clientHeight;
  }

  #drawAll(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.isOpen) return;
    const { rows, empty, title, section } = this.#places;
    const isEmpty = this.#names.length === 0;
    const now = Date.now();
    rows.hidden = isEmpty;
    empty.hidden = !isEmpty;
    empty.textContent = isEmpty ? emptyText(this.#times) : '';
    title.textContent = isEmpty ? '' : timeTitle(this.#times, now);
    section.classList.toggle('next', this.#times.isNext);
    if (isEmpty) return;
    this.#scale.fit(this.#times.lengthMs(now), Math.max(100, rows.clientWidth - nameWidth - 24));
    this.#content.style.height = `${this.#names.length * rowHeight}px`;
    const width = `${nameWidth + this.#scale.width + 24}px`;
    this.#content.style.width = width;
    this.#axis.style.width = width;
    fillAxis(this.#axis, this.#scale);
    this.#draw(now);
    if (this.#times.isLive) this.#timer = window.setTimeout(() => this.#drawAll(), liveMs);
  }

  /** Brings the rows in sight up to date, and forgets the others. */
  #draw(now = Date.now()): void {
    if (!this.isOpen) return;
    const { rows } = this.#places;
    const first = Math.max(0, Math.floor(rows.scrollTop / rowHeight) - spare);
    const end = Math.min(this.#names.length, Math.ceil((rows.scrollTop + rows.clientHeight) / rowHeight) + spare);
    for (const [place, row] of this.#shown) {
      if (place >= first && place < end && row.dataset.task === this.#names[place]) continue;
      row.remove();
      this.#shown.delete(place);
    }
    for (let place = first; place < end; place++) this.#drawRow(place, now);
    const at = this.#selected === undefined ? -1 : this.#names.indexOf(this.#selected);
    if (this.#shown.has(at)) rows.setAttribute('aria-activedescendant', `time-${at}`);
    else rows.removeAttribute('aria-activedescendant');
    // The keyboard's menu is about what has the focus: the rows, and among them the selected one.
    if (at === -1) delete rows.dataset.vscodeContext;
    else rows.dataset.vscodeContext = this.#menuOf(this.#names[at] ?? '');
  }

  #drawRow(place: number, now: number): void {
    let row = this.#shown.get(place);
    if (!row) {
      row = timeRow(this.#names[place] ?? '');
      row.id = `time-${place}`;
      row.style.top = `${place * rowHeight}px`;
      row.ariaSetSize = String(this.#names.length);
      row.ariaPosInSet = String(place + 1);
      this.#shown.set(place, row);
      this.#content.append(row);
    }
    fillRow(row, this.#times, this.#scale, now);
    const menu = this.#menuOf(this.#names[place] ?? '');
    if (row.dataset.vscodeContext !== menu) row.dataset.vscodeContext = menu;
    row.ariaSelected = String(row.dataset.task === this.#selected);
  }
}

function emptyText({ isNext }: RunTimes): string {
  return isNext
    ? t`How long a run will take is known when the pipeline has been run once.`
    : t`Run the pipeline to see here when each task ran.`;
}
