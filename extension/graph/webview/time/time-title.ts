import { t } from '@vscode/l10n';
import { formatDuration } from '../../../../pipeline/duration.ts';
import type { RunTimes } from './run-times.ts';

/** What stands above the rows: which run they are of and how long it took or will take. */
export function timeTitle(times: RunTimes, now: number): string {
  const expected = formatDuration(times.expectedMs);
  if (times.isNext) return t`Next run: about ${expected}, as past runs tell`;
  const took = formatDuration(times.runMs(now));
  if (times.isLive)
    return times.expectedMs > 0 ? t`Running for ${took}, about ${expected} expected` : t`Running for ${took}`;
  return times.beforeMs > 0
    ? t`Newest run: ${took}; the one before, drawn below: ${formatDuration(times.beforeMs)}`
    : t`Newest run: ${took}`;
}
