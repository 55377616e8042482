import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runnerLog } from '../../runner/layout.ts';
import { RealAttempts, until, ways, withAttempts } from './real-attempts.ts';

/*
 * `process.kill` is replaced in these tests: a fault here would reach processes that are none of ours.
 */

test('a shell that cannot be started fails the attempt, and nobody is signalled', async context => {
  const kill = context.mock.method(process, 'kill', () => true);
  const attempts = new RealAttempts(['/nowhere/sh']);
  const { exit } = await attempts.run('true');
  assert.equal(exit.kind, 'error');
  assert.match(
    exit.kind === 'error' ? exit.message : '',
    /^A shell could not be started: no such file or directory\.$/,
  );
  const { attempt, ended } = attempts.start('true');
  attempt.stop(0);
  await ended;
  await attempts.close();
  assert.deepEqual(
    kill.mock.calls.map(call => call.arguments),
    [],
  );
});

test('a shell that ends before the attempt has begun is said, with where it tells why', () =>
  withAttempts(['/bin/sh', '-c', 'echo no >&2; exit 2'], async attempts => {
    const { exit, log } = await attempts.run('true');
    const message = `The shell that was to start it ended: see ${runnerLog(attempts.folder)}`;
    assert.deepEqual({ exit, log }, { exit: { kind: 'error', message }, log: `${message}\n` });
    assert.match(readFileSync(runnerLog(attempts.folder), 'utf8'), /^no\n/);
  }));

test('a program that cannot be started without a shell signals nobody either', async context => {
  const kill = context.mock.method(process, 'kill', () => true);
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-gone-'));
  rmSync(folder, { recursive: true });
  await withAttempts(undefined, async attempts => {
    const { exit } = await attempts.run('true', { workingDirectory: folder });
    assert.equal(exit.kind, 'error');
  });
  assert.deepEqual(kill.mock.calls, []);
});

for (const [name, shell] of ways) {
  test(`${name}: an environment that is too large for the system fails the attempt, not the run`, () =>
    withAttempts(
      shell,
      async attempts => {
        const { exit, log } = await attempts.run('true');
        const message = /could not be started: argument list too long\.$/;
        assert.match(exit.kind === 'error' ? exit.message : exit.kind, message);
        assert.match(log.trimEnd(), message);
      },
      { LARGE: 'x'.repeat(4_000_000) },
    ));
}

test('an attempt that is stopped signals only what it started', async context => {
  const kill = process.kill.bind(process);
  const asked: number[] = [];
  context.mock.method(process, 'kill', (pid: number, signal: NodeJS.Signals) => {
    asked.push(pid);
    return kill(pid, signal);
  });
  await withAttempts(['/bin/sh'], async attempts => {
    const { attempt, ended } = attempts.start('echo $$ >pid; exec sleep 600');
    await until(() => attempts.survivors().some(command => command.includes('sleep 600')));
    attempt.stop(60_000);
    await ended;
    assert.equal(asked.length, 1);
  });
});
