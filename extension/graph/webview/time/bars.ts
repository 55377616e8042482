import { t } from '@vscode/l10n';
import { formatDuration } from '../../../../pipeline/duration.ts';
import type { AttemptTimes, TaskTimes } from '../../messages.ts';

/** A piece of a task's time; milliseconds since 1970. */
export interface Bar {
  readonly kind: 'queued' | 'running' | 'success' | 'failed' | 'retry' | 'cached' | 'group' | 'slack';
  readonly from: number;
  readonly to: number;
  /** What it is, in words. */
  readonly words: string;
}

/** What is drawn of a task, from the left to the right; `now` is where that ends which goes on. */
export function barsOf(times: TaskTimes, now: number): readonly Bar[] {
  const { attempts, queuedAt, openedAt, endedAt } = times;
  if (openedAt !== undefined) return [bar('group', openedAt, endedAt ?? now, 'group')];
  if (times.isCached) return [bar('cached', endedAt ?? now, endedAt ?? now, 'cached')];
  const bars: Bar[] = [];
  const first = attempts[0];
  if (queuedAt !== undefined) bars.push(bar('queued', queuedAt, first?.startedAt ?? endedAt ?? now, 'waited'));
  for (const [index, attempt] of attempts.entries()) {
    const before = attempts[index - 1]?.endedAt;
    if (before !== undefined) bars.push(bar('retry', before, attempt.startedAt, t`waited for the retry`));
    bars.push(attemptBar(attempt, index, attempts.length, now));
  }
  const last = attempts.at(-1)?.endedAt;
  if (times.retryAt !== undefined && last !== undefined)
    bars.push(bar('retry', last, Math.max(now, times.retryAt), t`waits for the retry`));
  if (endedAt !== undefined && times.slackMs !== undefined && times.slackMs > 0)
    bars.push(bar('slack', endedAt, endedAt + times.slackMs, t`slack`));
  return bars;
}

/** All of a task's time in words, for a reader who does not see the bars. */
export function timeWords(times: TaskTimes, status: string, now: number): string {
  const parts = [times.task, times.isCached ? `${status}, cached` : status];
  for (const { kind, from, to, words } of barsOf(times, now))
    if (kind !== 'cached' && kind !== 'slack' && (kind !== 'queued' || to - from >= 1))
      parts.push(`${words} ${formatDuration(to - from)}`);
  const place = times.attempts.at(-1)?.place;
  if (place !== undefined) parts.push(t`at ${place}`);
  if (times.placeOf !== undefined) parts.push(t`after the place of ${times.placeOf} was free`);
  if (times.slackMs !== undefined && times.slackMs > 0) parts.push(t`slack ${formatDuration(times.slackMs)}`);
  return parts.join(', ');
}

function attemptBar({ startedAt, endedAt, failure }: AttemptTimes, index: number, count: number, now: number): Bar {
  const attempt = count > 1 ? `attempt ${index + 1} ` : '';
  if (endedAt === undefined) return bar('running', startedAt, now, `${attempt}running for`);
  return failure === undefined
    ? bar('success', startedAt, endedAt, `${attempt}ran`)
    : bar('failed', startedAt, endedAt, `${attempt}failed (${failure}) after`);
}

/** A clock that was set back makes nothing negative. */
function bar(kind: Bar['kind'], from: number, to: number, words: string): Bar {
  return { kind, from, to: Math.max(from, to), words };
}
