import type { Trigger } from '../../pipeline/pipeline.ts';
import { startOf } from '../../pipeline/schedule.ts';

/** The clock by which files get their times is a little behind. */
const fileClockMs = 20;

/**
 * From when on a trigger counts that is seen for the first time, or again: from now on, or, when it makes up for what is
 * missed, from its start date. What was decided before it went stays decided (`before`): a file goes for a moment when
 * another branch is looked at.
 */
export function countsFrom(trigger: Trigger, now: number, before: number | undefined): number {
  if (trigger.kind === 'files') return now - fileClockMs;
  if (trigger.kind !== 'cron' || trigger.catchup === 'none') return now;
  const start = startOf(trigger);
  return start === undefined ? now : Math.max(Math.min(now, start - 1), before ?? 0);
}
