import type { RetoldRun } from '../../unchanged/unchanged-run.ts';
import { paintStatus } from '../symbols.ts';
import { clockTime } from '../time-text.ts';
import type { ReportStyle } from './reporter.ts';
import { startOf } from './start-text.ts';
import { endText, nextText } from './summary-text.ts';

/** What the reporters say of a run of many tasks that all come from the cache, for a person at a terminal or as lines. */
export function unchangedText(
  { started, endedAt }: RetoldRun,
  cached: number,
  style: ReportStyle,
  isPretty: boolean,
): string {
  const { runId, name, at } = started;
  const start = startOf(started, cached);
  const hits = `${cached} tasks cached`;
  const before = isPretty
    ? [style.paint('dim', start), `${paintStatus(style.paint, 'success', style.symbols.status.success)} ${hits}`, '']
    : [`${style.paint('dim', clockTime(at))} ${start}`, `${style.paint('dim', clockTime(endedAt))} ${hits}`];
  const counts = `${cached} success (${cached} cached)`;
  const end = endText({ name, status: 'success', tookMs: endedAt - at }, counts, style);
  return [...before, end, ...nextText(runId, undefined, style)].map(line => `${line}\n`).join('');
}
