import { Cron, CronDate } from 'croner';
import { isDate } from './checks/formats.ts';

/** A cron schedule: when, in which time zone (absent: the machine's), and from which day or moment to which. */
export interface CronSchedule {
  readonly cron: string;
  readonly timezone?: string;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** The next times of a cron schedule after a moment; none for what is no schedule, fewer where it ends. */
export function nextTimes(cron: string, timezone: string | undefined, after: Date, count: number): readonly Date[] {
  try {
    return cronOf({ cron, ...(timezone !== undefined && { timezone }) }).nextRuns(count, after);
  } catch {
    return [];
  }
}

/** The times of a schedule, in milliseconds since 1970. */
export class CronTimes {
  /** Not what the library makes of it: that takes 80 KiB, and a thousand schedules wait most of the time. */
  readonly #schedule: CronSchedule;
  /** Looking for a time is slow, and the same is asked for again and again. */
  readonly #last = new Map<number, number | undefined>();

  /** Throws for what is no schedule. */
  constructor(schedule: CronSchedule) {
    cronOf(schedule);
    this.#schedule = schedule;
  }

  /** The first time after a moment, if there is one. */
  after(moment: number): number | undefined {
    if (this.#last.has(moment)) return this.#last.get(moment);
    const next = cronOf(this.#schedule).nextRun(new Date(moment))?.getTime();
    if (this.#last.size > 3) this.#last.clear();
    this.#last.set(moment, next);
    return next;
  }

  /** The last times up to a moment and itself, at most `count`, the newest first. */
  upTo(moment: number, count: number): readonly number[] {
    return cronOf(this.#schedule)
      .previousRuns(count, new Date(Math.floor(moment) + 1))
      .map(date => date.getTime());
  }
}

/** When a schedule begins, as `start_date` says: a day begins at midnight of its time zone. */
export function startOf({ startDate, timezone }: CronSchedule): number | undefined {
  return startDate === undefined ? undefined : instantOf(startDate, timezone);
}

/** The moment that a date, or date and time, of a zone means: its beginning or its end; nothing for what is none. */
export function momentOf(text: string, timezone: string | undefined, isEnd: boolean): number | undefined {
  if (!isDate(text)) return undefined;
  return isEnd ? endOf(text, timezone) - 1 : instantOf(text, timezone);
}

/**
 * Summer time as in Vixie cron: a schedule whose minutes and hours are numbers means a time of day, which comes once on
 * each day: in the hour that is missing, at its end; of the hour that comes twice, in the first. One with a `*` means an
 * interval, which goes by as time does.
 */
function cronOf(schedule: CronSchedule): Cron {
  const { cron, timezone, endDate } = schedule;
  const start = startOf(schedule);
  const end = endDate === undefined ? undefined : endOf(endDate, timezone);
  return new Cron(cron.trim(), {
    paused: true,
    fixedTimeRule: 'no-wildcard',
    ...(timezone !== undefined && { timezone }),
    ...(start !== undefined && { startAt: new Date(start) }),
    ...(end !== undefined && { stopAt: new Date(end) }),
  });
}

function instantOf(text: string, timezone: string | undefined): number {
  return new CronDate(text, timezone).getDate().getTime();
}

/** The first moment that is no more of it: the end of a day is the beginning of the next, and a moment itself still belongs to it. */
function endOf(text: string, timezone: string | undefined): number {
  if (text.length > 10) return instantOf(text, timezone) + 1000;
  const day = new Date(`${text}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return instantOf(day.toISOString().slice(0, 10), timezone);
}
