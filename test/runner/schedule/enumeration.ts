/*
 * The times of a cron schedule by another way than the product's: walking through all minutes of the years with the
 * offsets of the zone, which are found by bisection. As slow and as plain as can be.
 */

const minute = 60_000;
const day = 1440 * minute;

/** Where the offset of a zone from UTC changes between two moments, with the offset from there on, in milliseconds. */
export function offsetsOf(zone: string, from: number, to: number): readonly { at: number; offset: number }[] {
  const format = new Intl.DateTimeFormat('en-u-hc-h23', {
    ...{ timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const offsetAt = (at: number) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, date, hour, minutes, second) - at;
  };
  const changes = [{ at: from, offset: offsetAt(from) }];
  for (let at = from; at < to; at += day) {
    const [before, after] = [offsetAt(at), offsetAt(at + day)];
    if (before === after) continue;
    let [low, high] = [at, at + day];
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, offset: after });
  }
  return changes;
}

/** Every time of `cron` (numbers, lists, ranges, `*` and steps of it) in a zone from one moment up to another. */
export function enumerate(cron: string, zone: string, from: number, to: number): readonly number[] {
  const fields = cron.split(' ');
  const [minutes = all, hours = all, dates = all, months = all, weekdays = all] = fields.map((field, index) =>
    members(field, index === 0 ? 59 : index === 1 ? 23 : 31),
  );
  const isTimeOfDay = !/[*/]/.test(`${fields[0]}${fields[1]}`);
  const isDay = (local: Date) => {
    const [date, weekday] = [dates.has(local.getUTCDate()), weekdays.has(local.getUTCDay())];
    const fits = fields[2] === '*' || fields[4] === '*' ? date && weekday : date || weekday;
    return fits && months.has(local.getUTCMonth() + 1);
  };
  const found = new Set<number>();
  const offsets = offsetsOf(zone, from - 2 * day, to + 2 * day);
  offsets.forEach(({ at, offset }, index) => {
    const end = Math.min(offsets[index + 1]?.at ?? to, to);
    const before = offsets[index - 1]?.offset ?? offset;
    let dayOf = Number.NaN;
    let isGood = false;
    for (let time = Math.max(at, from); time < end; time += minute) {
      const local = time + offset;
      if (Math.floor(local / day) !== dayOf) {
        dayOf = Math.floor(local / day);
        isGood = isDay(new Date(local));
      }
      if (!isGood) {
        // On to the last minute of the day.
        time += Math.max(0, Math.floor((day - (local % day)) / minute) - 1) * minute;
        continue;
      }
      const ofDay = Math.floor((local % day) / minute);
      if (!minutes.has(ofDay % 60) || !hours.has(Math.floor(ofDay / 60))) continue;
      // Of a time of day that comes twice, the first.
      if (isTimeOfDay && before > offset && time - at < before - offset) continue;
      found.add(time);
    }
    // A time of day that is missing comes when the hour is over that is.
    if (isTimeOfDay && before < offset && at >= from && at < end) {
      for (let local = at + before; local < at + offset; local += minute) {
        const ofDay = Math.floor((local % day) / minute);
        if (!isDay(new Date(local)) || !minutes.has(ofDay % 60) || !hours.has(Math.floor(ofDay / 60))) continue;
        found.add(at);
      }
    }
  });
  return [...found].sort((a, b) => a - b);
}

const all: ReadonlySet<number> = new Set(Array.from({ length: 60 }, (_, index) => index));

function members(field: string, most: number): ReadonlySet<number> {
  const numbers = field.split(',').flatMap(part => {
    const [range = '*', step = '1'] = part.split('/');
    const [first = 0, last = first] = range === '*' ? [0, most] : range.split('-').map(Number);
    const every = Number(step);
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every);
  });
  return new Set(numbers);
}
