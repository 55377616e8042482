import { formatDuration } from '../../../pipeline/duration.ts';
import { type Forecast, forecastTotals, type Will } from '../../forecast/forecast.ts';
import type { Estimate } from '../../history/estimate.ts';
import { oneLine } from '../one-line.ts';
import type { Paint, Style } from '../paint.ts';
import type { Symbols } from '../symbols.ts';
import { wrappedTable } from '../wrapped-table.ts';
import { type PlanRow, planRows } from './plan-rows.ts';

/** How a plan is shown. */
export interface PlanStyle {
  readonly paint: Paint;
  readonly symbols: Symbols;
  /** The columns of the terminal; absent when it is none. */
  readonly width?: number;
  /** A line for each task, however many there are. */
  readonly isEach: boolean;
}

/** What the tasks come to, a line for each or for those that are alike, and how long it is expected to take. */
export function planText(
  name: string,
  forecasts: readonly Forecast[],
  expected: Estimate | undefined,
  { paint, symbols, width, isEach }: PlanStyle,
): string {
  const rows = planRows(forecasts, isEach);
  const isFolded = rows.length < forecasts.length;
  const layout = { indent: '  ', ...(width !== undefined && { width }), paint: (text: string) => paint('dim', text) };
  const table = wrappedTable(
    rows.map(row => ({ cells: cellsOf(row, paint, symbols), last: reasonOf(row) })),
    layout,
  );
  return [
    `${paint('bold', oneLine(name))}: ${totalsText(forecasts)}\n`,
    table,
    isFolded ? `\n  ${paint('dim', 'Tasks that are alike share a line; --all gives each its own.')}\n` : '',
    expected ? estimateText(expected, symbols, layout) : '',
  ].join('');
}

function totalsText(forecasts: readonly Forecast[]): string {
  const totals = forecastTotals(forecasts);
  const told = order.flatMap(will => (totals.has(will) ? [`${totals.get(will)} ${words[will].total}`] : []));
  return told.join(', ') || 'no tasks';
}

function cellsOf({ names, more, will, isHead }: PlanRow, paint: Paint, symbols: Symbols): string[] {
  const { style, status, text } = words[will];
  const shown = isHead && will === 'open' ? 'group' : text;
  return [paint(style, symbols.status[status]), listOf(names, more), paint(style, shown)];
}

function listOf(names: readonly string[], more: number): string {
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function reasonOf({ why, runs }: PlanRow): string {
  const reasons = why.slice(0, shownReasons).map(oneLine);
  if (why.length > shownReasons) reasons.push(`${why.length - shownReasons} more`);
  const [run] = runs;
  const from = run === undefined ? [] : [runs.size === 1 ? `from run ${run}` : `from ${runs.size} runs`];
  return [...from, ...reasons].join('; ');
}

const shownReasons = 3;

interface Words {
  readonly style: Style;
  readonly status: keyof Symbols['status'];
  readonly text: string;
  readonly total: string;
}

const words: Readonly<Record<Will, Words>> = {
  run: { style: 'cyan', status: 'running', text: 'will run', total: 'will run' },
  open: { style: 'cyan', status: 'running', text: 'will run ×n', total: 'will run ×n' },
  depends: { style: 'yellow', status: 'queued', text: 'may run', total: 'may run' },
  cached: { style: 'green', status: 'success', text: 'cached', total: 'cached' },
  taken_over: { style: 'green', status: 'success', text: 'taken over', total: 'taken over' },
  skipped: { style: 'dim', status: 'skipped', text: 'will be skipped', total: 'will be skipped' },
  not_run: { style: 'dim', status: 'upstream_failed', text: 'will not run', total: 'will not run' },
  fail: { style: 'red', status: 'failed', text: 'will fail', total: 'will fail' },
};

const order: readonly Will[] = ['cached', 'taken_over', 'run', 'open', 'depends', 'skipped', 'not_run', 'fail'];

function estimateText(
  { lengthMs, criticalPath, criticalPathMs, unknown }: Estimate,
  { arrow, ellipsis }: Symbols,
  layout: Parameters<typeof wrappedTable>[1],
): string {
  if (criticalPath.length === 0) return '';
  const guesses = unknown.length === 1 ? 'one duration is a guess' : `${unknown.length} durations are guesses`;
  const path =
    criticalPath.length > shownPath
      ? [...criticalPath.slice(0, shownPath / 2), ellipsis, ...criticalPath.slice(-shownPath / 2)]
      : criticalPath;
  const head = layout.paint(`longest path ${formatDuration(Math.round(criticalPathMs))}`);
  return [
    `\n  about ${formatDuration(Math.round(lengthMs))}, by past runs${unknown.length === 0 ? '' : `; ${guesses}`}\n`,
    wrappedTable([{ cells: [head], last: path.join(` ${arrow} `) }], layout),
  ].join('');
}

const shownPath = 12;
