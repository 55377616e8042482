import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { MortalRun } from './mortal-run.ts';

test('of two that resume one run at the same moment one does, and the other says who: 20 times', async () => {
  const wait = 'echo once >>effects; while ! test -e go; do sleep 0.02; done';
  using run = new MortalRun(
    makePipeline([makeTask('a', wait), makeTask('b', 'echo then >>effects', { needs: ['a'] })]),
  );
  assert.equal((await run.start({ records: 3 })).signal, 'SIGKILL');
  for (let round = 1; round <= 20; round++) {
    const both = [run.resume(), run.resume()];
    const loser = await Promise.race(both);
    assert.equal(loser.code, 2, `round ${round}: ${loser.err}`);
    const winner = Number(/^Process (\d+) carries the run out already\.$/.exec(loser.err)?.[1]);
    assert.ok(winner > 1 && winner !== process.pid, loser.err);
    process.kill(winner, 'SIGKILL');
    const ends = await Promise.all(both);
    assert.deepEqual(ends.map(({ signal }) => signal).sort(), ['SIGKILL', null].sort());
  }
  run.write('go', '');
  assert.equal((await run.resume()).out, 'success\n');
  assert.deepEqual(run.lines('effects'), ['once', 'then']);
  const { owner } = await run.state();
  assert.notEqual(owner.pid, process.pid);
});
