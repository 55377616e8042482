/** A schedule as Airflow writes it; nothing for one that it does not know. */
export function airflowCron(cron: string): string | undefined {
  const plain = cron.trim();
  const fields = plain.split(/\s+/);
  if (fields.length !== 5) return plain;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const own = weekdayOf(weekday);
  const isKnown = !/[LW#?]/i.test(`${minute} ${hour}`) && (isPlain(day) || /^(?:L|\d+W|\?)$/i.test(day));
  // Of a day and a weekday together it understands these otherwise, and 31W in months that have no such day.
  const isAlike =
    (!/W/i.test(day) || (isAny(weekday) && Number.parseInt(day, 10) <= 28)) &&
    (isPlain(weekday) || isAny(weekday) || isAny(day));
  return own !== undefined && isKnown && isAlike ? [minute, hour, day, month, own].join(' ') : undefined;
}

/** The last of a weekday is `L5` there, and stands alone as the second one, `5#2`, does. */
function weekdayOf(weekday: string): string | undefined {
  const [, last] = /^(\d|[a-z]{3})#?L$/i.exec(weekday) ?? [];
  if (last !== undefined) return `L${/\d/.test(last) ? Number(last) % 7 : weekdays.indexOf(last.toUpperCase())}`;
  return isPlain(weekday) || /^(?:(?:\d|[a-z]{3})#[1-5]|\?)$/i.test(weekday) ? weekday : undefined;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

function isPlain(field: string): boolean {
  return !/[LW#?]/i.test(field.replace(/[a-z]{3}/gi, ''));
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
