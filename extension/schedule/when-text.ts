import { t } from '@vscode/l10n';
/** A moment to come, in words: `in 12 min (14:05)`, `today 23:00`, `tomorrow 02:00`, `Mon 02:00`, `Dec 24, 02:00`. */
export function whenText(at: number, now: number): string {
  const time = timeText(at);
  const minutes = Math.round((at - now) / 60_000);
  if (at - now < 60_000) return t`in less than a minute (${timeText(at, true)})`;
  if (minutes < 60) return t`in ${minutes} min (${time})`;
  const days = daysBetween(now, at);
  if (days === 0) return t`today ${time}`;
  if (days === 1) return t`tomorrow ${time}`;
  if (days < 7) return `${new Date(at).toLocaleDateString(undefined, { weekday: 'short' })} ${time}`;
  return `${dayText(at, now)}, ${time}`;
}

/** A moment that is over: `02:00`, `yesterday 02:00`, `Dec 24, 02:00`. */
export function pastText(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return timeText(at);
  return days === 1 ? t`yesterday ${timeText(at)}` : `${dayText(at, now)}, ${timeText(at)}`;
}

function timeText(at: number, withSeconds = false): string {
  const second = withSeconds ? ({ second: '2-digit' } as const) : {};
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', ...second });
}

function dayText(at: number, now: number): string {
  const day = { month: 'short', day: 'numeric' } as const;
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(undefined, isThisYear ? day : { ...day, year: 'numeric' });
}

/** Days of the calendar: some have 23 or 25 hours. */
function daysBetween(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)];
  const utc = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((utc(last) - utc(first)) / 86_400_000);
}
