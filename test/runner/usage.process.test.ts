import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RealAttempts, ways } from './real-attempts.ts';

const isLinux = process.platform === 'linux';

for (const [name, shell] of ways.filter(([, shell]) => shell !== undefined)) {
  test(`an attempt's CPU time is its own, not that of those before it (${name})`, { skip: !isLinux }, async t => {
    const attempts = made(t, shell);
    const busy = await attempts.run(spin(400));
    assert.ok(between(busy.usage?.cpuMs, 200, 3000), JSON.stringify(busy.usage));
    const idle = await attempts.run('sleep 0.3');
    assert.ok(between(idle.usage?.cpuMs, 0, 100), JSON.stringify(idle.usage));
  });
}

test('the peak memory is that of the largest process, also of one that another has started', {
  skip: !isLinux,
}, async t => {
  const attempts = made(t, ['/bin/sh']);
  const hold = `node -e 'const b = Buffer.alloc(150 * 2 ** 20, 1); setTimeout(() => b, 500)'`;
  const { usage } = await attempts.run(`sh -c "true; ${hold.replaceAll('"', '\\"')}; true"`);
  assert.ok(between(usage?.peakMemoryBytes, 150 * 2 ** 20, 600 * 2 ** 20), JSON.stringify(usage));
});

test('what is over at once is not measured', async t => {
  const attempts = made(t, ['/bin/sh']);
  assert.equal((await attempts.run('true')).usage, undefined);
});

test('of an attempt that was killed with its shell the memory is still told', { skip: !isLinux }, async t => {
  const attempts = made(t, ['/bin/sh']);
  const { usage } = await attempts.run('sleep 0.4; kill -9 0');
  assert.ok(between(usage?.peakMemoryBytes, 1, 2 ** 30), JSON.stringify(usage));
});

function made(t: TestContext, shell: readonly string[] | undefined): RealAttempts {
  const attempts = new RealAttempts(shell);
  t.after(() => attempts.close());
  return attempts;
}

/** A script that computes for some milliseconds of CPU time. */
function spin(ms: number): string {
  return `node -e 'while (process.cpuUsage().user < ${ms} * 1000);'`;
}

function between(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}
