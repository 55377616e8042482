import { Cron } from 'croner';

/** The next times of a cron schedule after a moment; none for what is no schedule, fewer where it ends. */
export function nextTimes(cron: string, timezone: string | undefined, after: Date, count: number): readonly Date[] {
  try {
    const options = timezone === undefined ? { paused: true } : { paused: true, timezone };
    return new Cron(cron.trim(), options).nextRuns(count, after);
  } catch {
    return [];
  }
}
