/** A schedule of five fields for engines that know Sunday as 0 only, and for which every day, written as a step of 1, is no day beside another: both are written out. */
export function plainCron(cron: string): string {
  const plain = cron.trim();
  const fields = plain.split(/\s+/);
  if (fields.length !== 5) return plain;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const days = day === '*/1' ? '1-31' : day;
  const weekdays = weekday === '*/1' ? '0-6' : weekday.split(',').map(withSunday).join(',');
  return [minute, hour, days, month, weekdays].join(' ');
}

/** A weekday, or a range of them that ends on a Sunday, in days from 0 to 6. */
function withSunday(item: string): string {
  const [, from = '', to, step = '1'] = /^(\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  const start = numberOf(from);
  if (to === undefined) return start === 7 ? '0' : item;
  const end = numberOf(to) === 0 && start > 0 ? 7 : numberOf(to);
  if (end !== 7) return item;
  const found: number[] = [];
  for (let day = start; day <= end; day += Number(step)) found.push(day % 7);
  return [...new Set(found)].join(',');
}

function numberOf(weekday: string): number {
  const named = names.indexOf(weekday.toUpperCase());
  return named === -1 ? Number(weekday) : named;
}

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
