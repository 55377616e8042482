import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { TrialCache } from './trial-cache.ts';

const program = join(import.meta.dirname, 'publish-large.ts');

test('a run that is killed while it keeps a file leaves nothing that counts, and nothing for good', async context => {
  const trial = new TrialCache(context);
  trial.write({ big: 'x' });
  truncateSync(trial.path('big'), 4 * 2 ** 30);
  const publishing = spawn(process.execPath, [program, trial.root], { stdio: 'inherit' });
  const ended = once(publishing, 'exit');
  while (namesIn(trial, 'new').length === 0 && publishing.exitCode === null) await turn();
  publishing.kill('SIGKILL');
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.deepEqual(namesIn(trial, 'objects'), []);
  const subject = { outputs: { big: { path: 'big' } } };
  trial.write({ big: 'small' });
  assert.equal(await trial.run(subject), 'miss: no success of it is kept yet');
  rmSync(trial.path('big'));
  assert.match(await trial.run(subject), /^hit/);
  assert.equal(readFileSync(trial.path('big'), 'utf8'), 'small');

  const [left = ''] = namesIn(trial, 'new');
  utimesSync(trial.path(`.dagwright/cache/new/${left}`), 1000, 1000);
  trial.maxBytes = 0;
  await trial.run({ task: 'other' });
  assert.deepEqual(namesIn(trial, 'new'), []);
});

function namesIn(trial: TrialCache, folder: string): string[] {
  try {
    return readdirSync(trial.path(`.dagwright/cache/${folder}`));
  } catch {
    return [];
  }
}
