import type { Trigger } from '../../../pipeline/pipeline.ts';
import { CronTimes } from '../../../pipeline/schedule.ts';
import { reasonOf } from '../../../pipeline/trigger-words.ts';

/** A start that is to come, and why. */
export interface NextStart {
  readonly at: number;
  readonly file: string;
  readonly reason: string;
}

/** The next starts that schedules of some files will bring, the soonest first. */
export function nextStarts(
  files: Iterable<readonly [file: string, triggers: readonly Trigger[]]>,
  now: number,
  count: number,
): readonly NextStart[] {
  const starts: NextStart[] = [];
  for (const [file, triggers] of files) {
    for (const trigger of triggers) {
      if (trigger.kind !== 'cron') continue;
      const times = new CronTimes(trigger);
      let at = times.after(now);
      for (let number = 0; at !== undefined && number < count; number++) {
        starts.push({ at, file, reason: reasonOf(trigger) });
        at = times.after(at);
      }
    }
  }
  return starts.sort((one, other) => one.at - other.at).slice(0, count);
}
