import { formatDuration } from '../../../pipeline/duration.ts';
import { type Forecast, forecastTotals, type Will } from '../../forecast/forecast.ts';
import type { Estimate } from '../../history/estimate.ts';
import type { RunOptions } from '../../run-options.ts';
import { oneLine } from '../one-line.ts';
import type { Paint, Style } from '../paint.ts';
import type { Symbols } from '../symbols.ts';
import { tableText } from '../table.ts';

/** A line for each task, what they come to, and how long it is expected to take. */
export function planText(
  forecasts: readonly Forecast[],
  expected: Estimate | undefined,
  options: RunOptions,
  { paint, symbols }: { readonly paint: Paint; readonly symbols: Symbols },
): string {
  const rows = forecasts.map(forecast => rowOf(forecast, paint, symbols));
  const totals = [...forecastTotals(forecasts)].map(([will, count]) => `${count} ${words[will].total}`);
  const head = `${paint('bold', oneLine(options.name))}: ${totals.join(', ') || 'no tasks'}\n`;
  return [head, tableText(rows, '  '), expected ? estimateText(expected, paint) : ''].join('');
}

function rowOf({ task, will, why, run }: Forecast, paint: Paint, symbols: Symbols): string[] {
  const { style, status, text } = words[will];
  const reasons = why.slice(0, shownReasons).map(oneLine);
  if (why.length > shownReasons) reasons.push(`${why.length - shownReasons} more`);
  const from = run === undefined ? [] : [`from run ${run}`];
  return [
    paint(style, symbols.status[status]),
    task.name,
    paint(style, text),
    paint('dim', [...from, ...reasons].join('; ')),
  ];
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
  open: { style: 'cyan', status: 'running', text: 'group', total: 'are groups' },
  cached: { style: 'green', status: 'success', text: 'cached', total: 'cached' },
  taken_over: { style: 'green', status: 'success', text: 'taken over', total: 'taken over' },
  skipped: { style: 'dim', status: 'skipped', text: 'will be skipped', total: 'skipped' },
  depends: { style: 'yellow', status: 'queued', text: 'depends', total: 'depend on others' },
  fail: { style: 'red', status: 'failed', text: 'will fail', total: 'will fail' },
  not_run: { style: 'dim', status: 'upstream_failed', text: 'will not run', total: 'will not run' },
};

function estimateText({ lengthMs, criticalPath, criticalPathMs, unknown }: Estimate, paint: Paint): string {
  if (criticalPath.length === 0) return '';
  const guessed = unknown.length === 0 ? '' : `; ${unknown.length} of the durations are guesses`;
  const path = criticalPath.length > shownPath ? [...criticalPath.slice(0, shownPath), '…'] : criticalPath;
  return [
    `\n  about ${formatDuration(Math.round(lengthMs))}, by past runs${guessed}\n`,
    `  ${paint('dim', `longest path ${formatDuration(Math.round(criticalPathMs))}: ${path.join(' → ')}`)}\n`,
  ].join('');
}

const shownPath = 12;
