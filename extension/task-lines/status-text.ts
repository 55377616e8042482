import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import { outcomeText, reasonText, statusText } from '../../runner/run-directory/wording.ts';
import type { TaskState } from '../../runner/run-state.ts';

/** What to say of a task beside its name, in a few words; empty while nothing has happened to it. `now` is milliseconds since 1970. */
export function taskStatusText(task: TaskState, now: number): string {
  const parts = [mainText(task, now)];
  if (task.source) parts.push(task.source.kind === 'cache' ? t`cached` : t`taken over`);
  if (task.attempts.length > 1 && task.status !== 'retrying') parts.push(t`attempt ${task.attempts.length}`);
  return parts.join(' · ');
}

/** How the attempts of a task before the last one ended, one line each. */
export function attemptTexts({ attempts }: TaskState): readonly string[] {
  return attempts.slice(0, -1).map(({ outcome, startedAt, endedAt }, index) => {
    const took = endedAt === undefined ? '' : ` in ${formatDuration(endedAt - startedAt)}`;
    return `${t`attempt ${index + 1}`}: ${outcome ? outcomeText(outcome) : t`interrupted`}${took}`;
  });
}

/** How long something took or has been going on: whole seconds while it goes on, so that it counts and does not flicker. */
export function elapsedText(startedAt: number, endedAt: number | undefined, now: number): string {
  if (endedAt !== undefined) return formatDuration(endedAt - startedAt);
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  return seconds === 0 ? '0s' : formatDuration(seconds * 1000);
}

function mainText(task: TaskState, now: number): string {
  switch (task.status) {
    case 'pending':
      return '';
    case 'queued':
      return 'queued';
    case 'running': {
      const span = spanOf(task);
      return span ? t`running ${elapsedText(span.startedAt, undefined, now)}` : t`running`;
    }
    case 'retrying':
      return retryText(task, now);
    case 'success':
      return `success${tookText(task, now)}`;
    case 'failed':
      return failedText(task, now);
    case 'cancelled':
      return `cancelled${tookText(task, now, 'after')}`;
    case 'skipped':
    case 'upstream_failed':
      return `${statusText(task.status)}${task.reason ? `: ${reasonText(task.reason)}` : ''}`;
    default:
      return task.status satisfies never;
  }
}

function failedText(task: TaskState, now: number): string {
  const outcome = task.attempts.at(-1)?.outcome;
  if (outcome && outcome.kind !== 'success') return `${t`failed (${outcomeText(outcome)})`}${tookText(task, now)}`;
  return task.reason ? `failed: ${reasonText(task.reason)}` : `failed${tookText(task, now)}`;
}

function retryText(task: TaskState, now: number): string {
  const { attempts, retryAt } = task;
  const outcome = attempts.at(-1)?.outcome;
  const failed = outcome
    ? t`attempt ${attempts.length} failed (${outcomeText(outcome)})`
    : t`attempt ${attempts.length} failed`;
  if (retryAt === undefined || retryAt <= now) return `${failed} · ${t`retrying`}`;
  return `${failed} · ${t`retrying in ${formatDuration(Math.ceil((retryAt - now) / 1000) * 1000)}`}`;
}

function tookText(task: TaskState, now: number, word = 'in'): string {
  const span = spanOf(task);
  return span?.endedAt === undefined ? '' : ` ${word} ${elapsedText(span.startedAt, span.endedAt, now)}`;
}

/** Of the last attempt; of a group, as long as it was open. */
function spanOf({ attempts, openedAt, endedAt, source }: TaskState): Span | undefined {
  const last = attempts.at(-1);
  if (last || openedAt === undefined || source) return last;
  return { startedAt: openedAt, ...(endedAt === undefined ? {} : { endedAt }) };
}

interface Span {
  readonly startedAt: number;
  readonly endedAt?: number;
}
