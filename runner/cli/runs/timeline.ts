import { formatDuration } from '../../../pipeline/duration.ts';
import type { RunState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import type { Paint, Style } from '../paint.ts';
import type { Symbols } from '../symbols.ts';
import { cutTo, widthOf } from '../table.ts';
import { type Stretch, type TimelineRow, timelineRows } from './timeline-rows.ts';

/** How a timeline is drawn. */
export interface TimelineStyle {
  /** The columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
  readonly symbols: Symbols;
  /** The tasks to stress: those of the critical path. */
  readonly stressed: ReadonlySet<string>;
}

const mostRows = 60;
const leastColumns = 10;

/**
 * The time of a run as a picture in characters: for each task when it waited for a slot, ran, waited to be tried again;
 * a line each, below a scale. Nothing when nothing ran, or the terminal is too narrow.
 */
export function timelineText(state: RunState, now: number, style: TimelineStyle): string {
  const rows = timelineRows(state, now, mostRows);
  const stretches = rows.flatMap(row => row.stretches);
  if (stretches.length === 0) return '';
  const from = stretches.reduce((first, stretch) => Math.min(first, stretch.from), Number.POSITIVE_INFINITY);
  const to = stretches.reduce((last, stretch) => Math.max(last, stretch.to), from + 1);
  const shown = mostTelling(rows, style.stressed);
  const labels = shown.map(labelOf);
  const nameWidth = Math.min(Math.floor(style.width / 3), Math.max(...labels.map(widthOf)));
  const times = shown.map(row => timeOf(row));
  const timeWidth = Math.max(...times.map(widthOf));
  const columns = style.width - nameWidth - timeWidth - 6;
  if (columns < leastColumns) return '';
  const lines = shown.map((row, place) => {
    const label = cutTo(labels[place] ?? '', nameWidth).padEnd(nameWidth);
    const name = style.stressed.has(row.task.name) ? style.paint('bold', label) : label;
    const bar = barOf(row.stretches, { from, to, columns }, style);
    const time = (times[place] ?? '').padStart(timeWidth);
    return `${`  ${name}  ${bar}  ${time.trim() === '' ? '' : style.paint('dim', time)}`.trimEnd()}\n`;
  });
  const rest = rows.length - shown.length;
  if (rest > 0) lines.push(style.paint('dim', `  ${style.symbols.ellipsis} and ${rest} more\n`));
  return `  ${' '.repeat(nameWidth)}  ${style.paint('dim', scale(to - from, columns))}\n${lines.join('')}`;
}

/** Of too many rows, those of the critical path, those that failed and the longest ones; in the order of the file. */
function mostTelling(rows: readonly TimelineRow[], stressed: ReadonlySet<string>): readonly TimelineRow[] {
  if (rows.length <= mostRows) return rows;
  const weight = (row: TimelineRow) =>
    row.task.status === 'failed' ? Number.POSITIVE_INFINITY : lengthOf(row) + (stressed.has(row.task.name) ? 1e12 : 0);
  const kept = new Set(rows.toSorted((one, other) => (weight(other) > weight(one) ? 1 : -1)).slice(0, mostRows));
  return rows.filter(row => kept.has(row));
}

function labelOf({ task, depth, folded }: TimelineRow): string {
  return `${'  '.repeat(depth)}${oneLine(task.name)}${folded > 0 ? ` (${folded})` : ''}`;
}

function timeOf(row: TimelineRow): string {
  const { source } = row.task;
  if (row.stretches.some(({ kind }) => kind === 'runs')) return formatDuration(lengthOf(row));
  return source ? (source.kind === 'cache' ? 'cached' : 'taken over') : '';
}

/** From its first start to its last end. */
function lengthOf({ stretches }: TimelineRow): number {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const stretch of stretches) {
    if (stretch.kind !== 'runs') continue;
    from = Math.min(from, stretch.from);
    to = Math.max(to, stretch.to);
  }
  return to > from ? to - from : 0;
}

function scale(length: number, columns: number): string {
  const end = formatDuration(length);
  return `0${end.padStart(columns - 1)}`;
}

const urgency = { retrying: 0, queued: 1, runs: 2, taken: 3 } as const satisfies Record<Stretch['kind'], number>;

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

function barOf(stretches: readonly Stretch[], { from, to, columns }: Axis, { paint, symbols }: TimelineStyle): string {
  const cells = new Array<Stretch | undefined>(columns).fill(undefined);
  const columnOf = (at: number) => ((at - from) / (to - from)) * columns;
  for (const stretch of stretches) {
    const first = Math.min(columns - 1, Math.floor(columnOf(stretch.from)));
    const last = Math.min(columns, Math.max(first + 1, Math.round(columnOf(stretch.to))));
    for (let column = first; column < last; column++) if (isMoreUrgent(stretch, cells[column])) cells[column] = stretch;
  }
  let bar = '';
  for (let start = 0; start < columns; ) {
    const cell = cells[start];
    let end = start + 1;
    while (end < columns && look(cells[end]) === look(cell)) end++;
    bar += cell ? paint(look(cell), symbols.timeline[cell.kind].repeat(end - start)) : ' '.repeat(end - start);
    start = end;
  }
  return bar;
}

/** A failure is never hidden by what else was in the same column. */
function isMoreUrgent(stretch: Stretch, other: Stretch | undefined): boolean {
  if (!other) return true;
  if (stretch.kind === 'runs' && other.kind === 'runs') return stretch.isSuccess === false;
  return urgency[stretch.kind] > urgency[other.kind];
}

function look(stretch: Stretch | undefined): Style {
  if (!stretch) return 'reset';
  if (stretch.kind === 'queued') return 'dim';
  if (stretch.kind === 'retrying') return 'yellow';
  if (stretch.kind === 'taken') return 'blue';
  return stretch.isSuccess === undefined ? 'cyan' : stretch.isSuccess ? 'green' : 'red';
}
