import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import type { RunSummary } from '../../runner/run-directory/run-summary.ts';
import { elapsedText } from '../task-lines/status-text.ts';

/** A run whose journal can be read. */
export type ReadableRun = Extract<RunSummary, { kind: 'run' }>;

/** How a run stands in a few words: `3/9 · 12s · about 40s left` while it goes on, then `failed in 2m 5s`. */
export function runStatusText(run: ReadableRun, now: number, expectedEnd?: number): string {
  const took = elapsedText(run.startedAt, run.endedAt, now);
  const left =
    expectedEnd === undefined || expectedEnd <= now ? '' : ` · ${t`about ${roughly(expectedEnd - now)} left`}`;
  if (run.status === 'running') return `${run.done}/${run.total} · ${took}${left}`;
  if (run.status === 'interrupted') return t`interrupted at ${run.done}/${run.total}`;
  if (run.status === 'cancelled') return t`cancelled after ${took}`;
  return run.status === 'success' ? t`success in ${took}` : t`failed in ${took}`;
}

/** An estimate is not known to the second: to ten of them from a minute on, to minutes from an hour on. */
function roughly(ms: number): string {
  const step = ms < 60_000 ? 1000 : ms < 3_600_000 ? 10_000 : 60_000;
  return formatDuration(Math.ceil(ms / step) * step);
}

/** When a run started, as short as it is clear: the time of today with its seconds, else with its day, else with its year. */
export function startedText(startedAt: number, now: number): string {
  const started = new Date(startedAt);
  const today = new Date(now);
  const minutes = { hour: '2-digit', minute: '2-digit' } as const;
  if (started.toDateString() === today.toDateString()) {
    return started.toLocaleTimeString(undefined, { ...minutes, second: '2-digit' });
  }
  const day = { month: 'short', day: 'numeric' } as const;
  const year = started.getFullYear() === today.getFullYear() ? day : { ...day, year: 'numeric' as const };
  return `${started.toLocaleDateString(undefined, year)}, ${started.toLocaleTimeString(undefined, minutes)}`;
}

/** The one sentence that tells how a run ended; `undefined` while it goes on. */
export function endSentence(run: ReadableRun, failedTasks: readonly string[]): string | undefined {
  const took = elapsedText(run.startedAt, run.endedAt, run.startedAt);
  switch (run.status) {
    case 'running':
      return undefined;
    case 'success':
      return t`${run.name}: success in ${took}.`;
    case 'failed':
      return failedTasks.length === 0
        ? t`${run.name}: failed in ${took}.`
        : t`${run.name}: failed in ${took}, at ${listed(failedTasks)}.`;
    case 'cancelled':
      return t`${run.name}: cancelled after ${took}.`;
    case 'interrupted':
      return t`${run.name}: interrupted. Its runner died after ${run.done} of ${run.total} tasks.`;
    default:
      return run.status satisfies never;
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? t`${shown} and ${names.length - 3} more` : shown;
}
