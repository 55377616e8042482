import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { test } from 'node:test';
import { countOpens } from './count-opens.ts';
import { cachedTask, TrialCache } from './trial-cache.ts';

test('a folder of 10,000 files is kept, found unchanged in a moment, and brought back', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { out: { path: 'out' } } };
  const files = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, place) => [`out/${place % 100}/${place}`, String(place)]),
  );
  await trial.run(subject, () => void trial.write(files));
  assert.match(await trial.run(subject), /^hit/);
  rmSync(trial.path('out'), { recursive: true });
  assert.match(await trial.run(subject), /^hit/);
  assert.equal(readdirSync(trial.path('out'), { recursive: true }).length, 10_100);
});

test('a large file with holes is kept and brought back with its holes, and leaves turns to others', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { big: { path: 'big' } } };
  const size = 512 * 2 ** 20;
  const task = cachedTask();
  const cache = trial.open(subject);
  await cache.lookUp(task);
  makeSparse(trial.path('big'), size);
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  assert.equal(await cache.publish(task, {}, 'r'), undefined);
  clearInterval(counting);
  assert.ok(turns > 20, `${turns} turns`);
  await cache.close();
  rmSync(trial.path('big'));
  assert.match(await trial.run(subject), /^hit/);
  const { size: length, blocks } = statSync(trial.path('big'));
  assert.equal(length, size);
  assert.ok(blocks * 512 < 2 ** 24, `${blocks} blocks`);
  const opens = countOpens(context, trial.root);
  assert.match(await trial.run(subject), /^hit/);
  assert.deepEqual(opens(), [], 'what was just brought back is known without reading it');
  writeFileSync(trial.path('big'), 'tail', { flag: 'a' });
  assert.match(await trial.run(subject), /^hit/);
  assert.equal(statSync(trial.path('big')).size, size);
});

function makeSparse(path: string, size: number): void {
  const file = openSync(path, 'w');
  writeSync(file, 'head');
  ftruncateSync(file, size);
  writeSync(file, 'middle', size / 2);
  closeSync(file);
}
