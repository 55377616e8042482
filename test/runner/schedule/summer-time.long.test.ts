import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronTimes } from '../../../pipeline/schedule.ts';
import { enumerate } from './enumeration.ts';

function timesOf(cron: string, timezone: string, from: string, to: string): readonly string[] {
  const times = new CronTimes({ cron, timezone });
  const found: string[] = [];
  const end = Date.parse(to);
  for (let at = times.after(Date.parse(from) - 1); at !== undefined && at < end; at = times.after(at)) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

test('a time of day in the hour that is missing comes when that hour is over, once', () => {
  assert.deepEqual(timesOf('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z'), [
    '2026-03-29T01:00',
    '2026-03-30T00:30',
  ]);
  assert.deepEqual(timesOf('0,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z'), [
    '2026-03-29T01:00',
  ]);
});

test('a time of day in the hour that comes twice comes in the first', () => {
  assert.deepEqual(timesOf('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z'), [
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ]);
});

test('an interval goes by as time does', () => {
  assert.deepEqual(timesOf('*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:30Z', '2026-03-29T02:00Z'), [
    '2026-03-29T00:30',
    '2026-03-29T01:00',
    '2026-03-29T01:30',
  ]);
  assert.equal(timesOf('*/30 * * * *', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T02:00Z').length, 4);
});

test('half hours of summer time are kept too', () => {
  assert.deepEqual(timesOf('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-04T12:00Z'), [
    '2026-10-03T15:30',
  ]);
});

test('a start date is midnight of its zone, an end date the whole day, moments are themselves', () => {
  const every = { cron: '0 0,12 * * *', timezone: 'Asia/Tokyo' };
  const times = new CronTimes({ ...every, startDate: '2026-01-02', endDate: '2026-01-03' });
  const expected = ['2026-01-01T15:00', '2026-01-02T03:00', '2026-01-02T15:00', '2026-01-03T03:00'];
  const found = times.upTo(Date.parse('2027-01-01'), 9).map(at => new Date(at).toISOString().slice(0, 16));
  assert.deepEqual(found.reverse(), expected);
  assert.equal(times.after(Date.parse('2026-01-03T03:00Z')), undefined);
  const exact = new CronTimes({ ...every, startDate: '2026-01-02T12:00', endDate: '2026-01-03T00:00+09:00' });
  assert.deepEqual(
    exact.upTo(Date.parse('2027-01-01'), 9).map(at => new Date(at).toISOString().slice(0, 16)),
    ['2026-01-02T15:00', '2026-01-02T03:00'],
  );
});

const crons = [
  '30 2 * * *',
  '0 1-3 * * *',
  '15,45 2 * * 0',
  '*/20 1-3 * * *',
  '0 */6 * * *',
  '10 0 1,29 * *',
  '5 2 13 * 5',
];
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/St_Johns'];

test('around the changes of the clocks, five zones are as another way of counting finds them, forwards and backwards', () => {
  const months = [
    [Date.UTC(2026, 2, 5), Date.UTC(2026, 3, 8)],
    [Date.UTC(2026, 8, 28), Date.UTC(2026, 10, 4)],
  ] as const;
  for (const [zone, cron, [from, to]] of zones.flatMap(zone =>
    crons.flatMap(cron => months.map(range => [zone, cron, range] as const)),
  )) {
    const times = new CronTimes({ cron, timezone: zone });
    const found: number[] = [];
    for (let at = times.after(from - 1); at !== undefined && at < to; at = times.after(at)) found.push(at);
    assert.deepEqual(found.map(iso), enumerate(cron, zone, from, to).map(iso), `${cron} ${zone}`);
    assert.deepEqual(times.upTo(to - 1, found.length).toReversed(), found, `${cron} ${zone}, backwards`);
  }
});

function iso(at: number): string {
  return new Date(at).toISOString();
}
