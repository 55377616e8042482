import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../runner/clock.ts';
import { attemptPath, outputLog, tasksFolder } from '../../../runner/layout.ts';
import { endUnmaskedShells } from '../../../runner/resume/unmasked-shells.ts';
import { makeRoot } from '../whole-run.ts';

test('a shell that waits for a process that masks and is gone is ended; one whose output is taken is left alone', async context => {
  const run = makeRoot(context);
  mkdirSync(tasksFolder(run));
  const [stuck, writing] = [shell(context, 'mkfifo $0/pipe; echo >$0/pipe', run), shell(context, 'sleep 600', run)];
  writeFileSync(outputLog(attemptPath(run, 'b', 1)), 'half');
  const fates = [
    [attemptPath(run, 'a', 1), { kind: 'running', shell: stuck.pid ?? 0 }],
    [attemptPath(run, 'b', 1), { kind: 'running', shell: writing.pid ?? 0 }],
  ] as const;
  const ended = new Promise(resolve => stuck.once('exit', (_, signal) => resolve(signal)));
  await endUnmaskedShells(new Map(fates), systemClock);
  assert.equal(await ended, 'SIGKILL');
  assert.deepEqual([writing.exitCode, writing.signalCode], [null, null]);
});

function shell(context: TestContext, script: string, run: string) {
  const child = spawn('sh', ['-c', script, run], { stdio: 'ignore', detached: true });
  context.after(() => child.kill('SIGKILL'));
  return child;
}
