import cronstrue from 'cronstrue';
import { nextTimes } from '../../pipeline/schedule.ts';

/** A schedule in words, with its next five times after a moment; nothing for what is no schedule. */
export function cronDoc(cron: string, timezone: string | undefined, now: Date): string | undefined {
  const times = nextTimes(cron, timezone, now, 5);
  const words = inWords(cron);
  if (words === undefined) return undefined;
  const zone = timezone ?? 'the time zone of this machine';
  const next = times.map(time => `- ${timeText(time, timezone)}`);
  const list = next.length === 0 ? ['It never fires.'] : ['Next:', next.join('\n')];
  return [`\`${cron}\`: ${words} (${zone})`, ...list].join('\n\n');
}

/** `Sat 2026-11-21 02:00`, as the clock of the zone shows it. */
export function timeText(time: Date, timezone: string | undefined): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timezone === undefined ? {} : { timeZone: timezone }),
  };
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', options).formatToParts(time).map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${of('weekday')} ${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

function inWords(cron: string): string | undefined {
  const nickname = /^@(\w+)$/.exec(cron.trim())?.[1];
  if (nickname !== undefined) return nickname;
  try {
    return cronstrue
      .toString(cron, { use24HourTimeFormat: true, verbose: true })
      .replace(/^./, first => first.toLowerCase());
  } catch {
    return undefined;
  }
}
