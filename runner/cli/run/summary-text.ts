import { formatDuration } from '../../../pipeline/duration.ts';
import type { TaskStatus } from '../../../pipeline/pipeline.ts';
import { statusText, whyText } from '../../run-directory/wording.ts';
import type { RunState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import { paintStatus, type Symbols } from '../symbols.ts';

const shownFailures = 10;

/** How a run ended, in a few lines: its status, how many tasks came to which end, what failed, and where to read on. */
export function summaryText(state: RunState, paint: Paint, symbols: Symbols): string {
  const { started, status, endedAt = started.at, message } = state;
  const took = formatDuration(endedAt - started.at);
  const head = `${symbols.status[status]} ${oneLine(started.name)} ${status === 'failed' ? 'failed' : status === 'success' ? 'succeeded' : status}`;
  const failed = [...state.tasks.values()].filter(task => task.status === 'failed');
  const first = failed[0]?.name;
  const more = failed.length - shownFailures;
  return [
    `${paintStatus(paint, status, head)} in ${took}: ${countsText(state)}`,
    ...(message === undefined ? [] : [`  ${oneLine(message)}`]),
    ...failed
      .slice(0, shownFailures)
      .map(task => `  ${paint('red', task.name)}  ${oneLine(whyText(task) ?? 'failed')}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    paint('dim', `  dagwright ${first === undefined ? `show ${started.runId}` : `logs ${started.runId} ${first}`}`),
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** `5 success, 1 failed`: how many tasks stand how, in the order of their first. */
function countsText(state: RunState): string {
  const counts = new Map<TaskStatus, number>();
  for (const { status } of state.tasks.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  if (counts.size === 0) return 'no tasks';
  return [...counts].map(([status, count]) => `${count} ${statusText(status)}`).join(', ');
}
