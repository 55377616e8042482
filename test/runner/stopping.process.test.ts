import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type RealAttempts, until, ways, withAttempts } from './real-attempts.ts';

const deaf = 'trap "" TERM INT HUP; touch ready; while :; do sleep 0.1; done';

/** Starts a script that makes the file `ready` when it is what it wants to be. */
async function started(attempts: RealAttempts, script: string) {
  const attempt = attempts.start(script);
  await until(() => existsSync(join(attempts.folder, 'ready')));
  return attempt;
}

/** What an attempt may be when it is stopped; nothing of it may be left when it has ended. */
const stubborn: readonly (readonly [what: string, script: string])[] = [
  ['one that goes on for ever', 'touch ready; while :; do :; done'],
  ['a sleeper', 'touch ready; sleep 600'],
  ['one that is deaf to SIGTERM', deaf],
  ['one with a deaf child in the background', `(${deaf}) & wait`],
  ['one with a child that holds its output', 'sleep 600 & touch ready; sleep 600'],
  ['one with a child in a session of its own', 'setsid sleep 600 & touch ready; sleep 600'],
  ['one with a deaf child in a session of its own', `setsid sh -c '${deaf}' & sleep 600`],
  ['one that forked twice', 'setsid sh -c "sleep 600 & sleep 600 &" ; touch ready; sleep 600'],
  ['one that is another program', 'touch ready; exec sleep 600'],
  ['one whose child forgot its environment', 'env -i /bin/sleep 600 & touch ready; wait'],
  ['one that stopped itself', 'touch ready; kill -STOP $$'],
];

for (const [name, shell] of ways) {
  for (const [what, script] of stubborn) {
    test(`${name}: of ${what}, nothing is left when it was stopped`, () =>
      withAttempts(shell, async attempts => {
        const { attempt, ended } = await started(attempts, script);
        attempt.stop(150);
        await ended;
        assert.deepEqual(attempts.survivors(), []);
        assert.equal((await attempts.run('echo on')).log, 'on\n');
      }));
  }

  test(`${name}: one that cleans up when asked has the time for it`, () =>
    withAttempts(shell, async attempts => {
      const script = 'trap "sleep 0.2; echo cleaned; exit 5" TERM; touch ready; while :; do sleep 0.05 || :; done';
      const { attempt, ended } = await started(attempts, script);
      attempt.stop(60_000);
      const { exit, log } = await ended;
      assert.deepEqual(exit, { kind: 'exit', code: 5 });
      assert.match(log, /cleaned\n$/);
    }));

  test(`${name}: a second, harder stop does not wait for the first`, () =>
    withAttempts(shell, async attempts => {
      const { attempt, ended } = await started(attempts, deaf);
      attempt.stop(600_000);
      attempt.stop(0);
      assert.equal((await ended).exit.kind, 'signal');
      assert.deepEqual(attempts.survivors(), []);
    }));

  test(`${name}: one that is stopped before its shell has begun ends too`, () =>
    withAttempts(shell, async attempts => {
      const { attempt, ended } = attempts.start('sleep 600');
      attempt.stop(100);
      assert.notDeepEqual((await ended).exit, { kind: 'exit', code: 0 });
      assert.deepEqual(attempts.survivors(), []);
    }));

  test(`${name}: an attempt ends with its main process, whoever still holds its output`, () =>
    withAttempts(shell, async attempts => {
      const { exit } = await attempts.run('sleep 600 & echo done');
      assert.deepEqual(exit, { kind: 'exit', code: 0 });
    }));

  test(`${name}: what an attempt left behind is ended while the run goes on, and nothing else`, () =>
    withAttempts(shell, async attempts => {
      const other = attempts.start('sleep 600');
      const live = (sleeper: RegExp) => attempts.survivors().some(command => sleeper.test(command));
      await until(() => live(/^sleep 600/));
      const deafOne = `setsid sh -c 'trap "" TERM; touch two; sleep 602; sleep 603'`;
      const bothAreThere = 'until [ -e one ] && [ -e two ]; do sleep 0.01; done';
      await attempts.run(`setsid sh -c 'touch one; exec sleep 601' & ${deafOne} & ${bothAreThere}`);
      await until(() => !live(/sleep 60[123]/));
      assert.ok(live(/^sleep 600/));
      other.attempt.stop(0);
      await other.ended;
    }));

  test(`${name}: nothing is left when the processes are closed`, () =>
    withAttempts(shell, async attempts => {
      await attempts.run(`sleep 600 & setsid sleep 600 & (trap "" TERM; sleep 600; sleep 600) & true`);
      await attempts.processes.close();
      assert.deepEqual(attempts.survivors(), []);
    }));

  test(`${name}: another run's processes are left alone`, () =>
    withAttempts(shell, async mine => {
      await withAttempts(shell, async others => {
        const other = await started(others, 'setsid sleep 600 & touch ready; sleep 600');
        const sleepers = () => others.survivors().filter(command => command.includes('sleep')).length;
        await until(() => sleepers() === 2);
        await mine.run('sleep 600 & true');
        await mine.processes.close();
        assert.deepEqual(mine.survivors(), []);
        assert.equal(sleepers(), 2);
        other.attempt.stop(0);
        await other.ended;
      });
    }));
}

for (const [name, shell] of ways.filter(([, program]) => program !== undefined)) {
  test(`${name}: an attempt whose shell was killed before it began is begun in another`, () =>
    withAttempts(shell, async attempts => {
      const pid = Number((await attempts.run('echo $PPID')).log);
      assert.ok(pid > 1 && pid !== process.pid);
      process.kill(pid, 'SIGKILL');
      const { exit, log } = await attempts.run('echo on');
      assert.deepEqual({ exit, log }, { exit: { kind: 'exit', code: 0 }, log: 'on\n' });
    }));
}
