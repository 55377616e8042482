import assert from 'node:assert/strict';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clock, systemClock } from '../../runner/clock.ts';
import { attemptPath, outputLog, outputsFile, shellsFile } from '../../runner/layout.ts';
import type { Exit, Told } from '../../runner/processes/processes.ts';
import { takeBack } from '../../runner/processes/take-back.ts';
import { RealAttempts, until, ways } from './real-attempts.ts';

/** For it all attempts are short. */
const hasty: Clock = { ...systemClock, elapsed: () => 0 };
const plain = { isPlain: true };
const waiting = 'while ! test -e go; do sleep 0.01; done';

/** What became of attempts that were told ahead: a line for each begin, end or refusal. */
class Ahead {
  readonly heard: string[] = [];
  readonly attempts: RealAttempts;

  constructor(attempts: RealAttempts) {
    this.attempts = attempts;
  }

  tell(scripts: Readonly<Record<string, string>>): readonly (Told | undefined)[] {
    const { folder, processes } = this.attempts;
    const told = Object.entries(scripts).map(([name, script]) => {
      const path = attemptPath(folder, name, 1);
      const action = { kind: 'script', script, shell: 'sh' } as const;
      const command = { action, path, workingDirectory: folder, env: { PIPELINE_OUTPUT: outputsFile(path) }, ...plain };
      const began = () => {
        this.heard.push(`${name} began`);
        return (exit: Exit) => this.heard.push(`${name} ${exit.kind === 'exit' ? exit.code : exit.kind}`);
      };
      return { command, began, refused: () => this.heard.push(`${name} refused`) };
    });
    return processes.tellAhead?.(told) ?? [];
  }

  log(name: string): string {
    return readFileSync(this.#file(name), 'utf8');
  }

  isMade(name: string): boolean {
    return existsSync(this.#file(name));
  }

  isLink(name: string): boolean {
    return lstatSync(this.#file(name)).isSymbolicLink();
  }

  #file(name: string): string {
    return outputLog(attemptPath(this.attempts.folder, name, 1));
  }
}

for (const [name, shell] of ways.filter(([, shell]) => shell)) {
  const withAhead = async (body: (ahead: Ahead) => Promise<void>): Promise<void> => {
    const attempts = new RealAttempts(shell, {}, hasty);
    try {
      // The first one shows that its shell is quick.
      await attempts.run('true', plain);
      await body(new Ahead(attempts));
    } finally {
      attempts.write('go', '');
      await attempts.close();
    }
  };

  test(`${name}: what is told ahead begins when the one before has succeeded, one after the other`, () =>
    withAhead(async ahead => {
      const { attempts, heard } = ahead;
      const first = attempts.start(waiting, plain);
      assert.equal(attempts.processes.roomAhead?.(), 3);
      ahead.tell({ b: 'echo b; echo old >own; echo new >own; cat own', c: 'echo c', d: 'echo d' });
      assert.equal(attempts.processes.roomAhead?.(), 0);
      assert.match(readFileSync(shellsFile(attempts.folder), 'utf8'), /^(\+\d+ [bcd]\.1\n){3}$/m);
      assert.equal(heard.length, 0);
      attempts.write('go', '');
      await first.ended;
      await until(() => heard.includes('d 0'));
      assert.deepEqual(heard, ['b began', 'b 0', 'c began', 'c 0', 'd began', 'd 0']);
      assert.equal(ahead.log('b'), 'b\nnew\n');
      assert.deepEqual(attempts.exits().slice(-3), ['0 b.1', '0 c.1', '0 d.1']);
    }));

  test(`${name}: behind one that fails, nothing begins that was told ahead`, () =>
    withAhead(async ahead => {
      const { attempts, heard } = ahead;
      const first = attempts.start(waiting, plain);
      ahead.tell({ b: 'exit 3', c: 'echo c', d: 'echo d' });
      attempts.write('go', '');
      await first.ended;
      await until(() => heard.includes('b 3'));
      assert.deepEqual(heard, ['b began', 'b 3', 'c refused', 'd refused']);
      assert.equal((await attempts.run('echo on')).log, 'on\n');
      assert.ok(!ahead.isMade('c') && !ahead.isMade('d'));
    }));

  test(`${name}: what is taken back begins elsewhere and not here, and what is told beside it begins`, () =>
    withAhead(async ahead => {
      const { attempts, heard } = ahead;
      const first = attempts.start(waiting, plain);
      const [b] = ahead.tell({ b: 'echo here', c: 'echo c' });
      assert.equal(b?.takeBack(), true);
      assert.equal(b?.takeBack(), false);
      const path = attemptPath(attempts.folder, 'b', 1);
      assert.deepEqual(await attempts.run('echo there', { path }), {
        exit: { kind: 'exit', code: 0 },
        log: '(no log)',
      });
      assert.equal(ahead.log('b'), 'there\n');
      attempts.write('go', '');
      await first.ended;
      await until(() => heard.includes('c 0'));
      assert.deepEqual(heard, ['c began', 'c 0']);
      assert.equal(ahead.log('b'), 'there\n');
      assert.ok(ahead.isLink('b') && !ahead.isLink('c'));
      assert.equal(readFileSync(join(attempts.folder, 'runner.log'), 'utf8'), '');
    }));

  test(`${name}: what has begun cannot be taken back, though nobody has heard of it yet`, () =>
    withAhead(async ahead => {
      const { attempts, heard } = ahead;
      const first = attempts.start('true', plain);
      const [b] = ahead.tell({ b: 'echo b' });
      await new Promise<void>(resolve => process.nextTick(resolve));
      // Nothing is heard as long as this goes on.
      while (!ahead.isMade('b'));
      assert.equal(takeBack(attemptPath(attempts.folder, 'b', 1)), false);
      assert.equal(b?.takeBack(), false);
      first.attempt.stop(0);
      assert.deepEqual((await first.ended).exit, { kind: 'exit', code: 0 });
      await until(() => heard.length === 2);
      assert.deepEqual(heard, ['b began', 'b 0']);
    }));

  test(`${name}: behind one that is stopped, nothing begins that was told ahead`, () =>
    withAhead(async ahead => {
      const { attempts, heard } = ahead;
      const first = attempts.start(`touch up; trap "exit 0" TERM; ${waiting}`, plain);
      ahead.tell({ b: 'echo b', c: 'echo c' });
      await until(() => existsSync(join(attempts.folder, 'up')));
      first.attempt.stop(60_000);
      assert.equal(attempts.processes.roomAhead?.(), 0);
      await first.ended;
      assert.deepEqual(heard, ['c refused', 'b refused']);
      assert.equal((await attempts.run('echo on')).log, 'on\n');
      assert.ok(!ahead.isMade('b') && !ahead.isMade('c'));
    }));
}

test('behind one that turns out long, nothing waits that was told ahead', async () => {
  const attempts = new RealAttempts(['/bin/sh'], {}, { ...systemClock, elapsed: () => time.elapsed });
  const time = { elapsed: 0 };
  try {
    await attempts.run('true', plain);
    const ahead = new Ahead(attempts);
    const first = attempts.start(waiting, plain);
    ahead.tell({ b: 'echo b' });
    time.elapsed = 50;
    await until(() => ahead.heard.length > 0);
    assert.deepEqual(ahead.heard, ['b refused']);
    assert.equal(attempts.processes.roomAhead?.(), 0);
    attempts.write('go', '');
    await first.ended;
    assert.ok(!ahead.isMade('b'));
  } finally {
    await attempts.close();
  }
});
