import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveThrough } from './twenty-schedules.ts';

test('ten years of twenty schedules in five zones, with a scheduler that is killed at random points', () => {
  const hour = 3_600_000;
  const { runs, kills } = liveThrough({
    ...{ from: Date.UTC(2026, 0, 1), to: Date.UTC(2036, 0, 1), seed: 7, mortality: 0.01, absenceMs: 60 * hour },
    runMs: random => Math.floor(random ** 4 * 20 * hour),
  });
  assert.ok(runs > 20_000 && kills > 1000, `${runs} runs, ${kills} kills`);
});
