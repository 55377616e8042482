import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveThrough } from './twenty-schedules.ts';

const hour = 3_600_000;
const short = (random: number) => Math.floor(random * 2 * hour);
/** Now and then one takes longer than the time to the next. */
const long = (random: number) => Math.floor(random ** 6 * 80 * hour);
const months = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 5, 1) };

test('twenty schedules in five zones have exactly the runs that they ask for, however often the scheduler is killed', () => {
  for (const seed of [1, 2, 3]) {
    const { runs, kills } = liveThrough({ ...months, seed, mortality: 0.01, absenceMs: 60 * hour, runMs: short });
    assert.ok(runs > 500 && kills > 50, `${runs} runs, ${kills} kills`);
  }
});

test('they have them when runs take longer than the time to the next', () => {
  const { runs, kills } = liveThrough({ ...months, seed: 4, mortality: 0.01, absenceMs: 30 * hour, runMs: long });
  assert.ok(runs > 300 && kills > 30, `${runs} runs, ${kills} kills`);
});

test('no scheduled time has two runs when the clock jumps back and forth', () => {
  const jumps = { chance: 0.05, byMs: 30 * hour };
  const { runs } = liveThrough({ ...months, seed: 5, mortality: 0.01, absenceMs: 30 * hour, runMs: short, jumps });
  assert.ok(runs > 300, `${runs} runs`);
});
