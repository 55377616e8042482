import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../runner/clock.ts';
import { AttemptLog } from '../../../runner/executors/attempt-log.ts';
import { followScript, launchScript } from '../../../runner/executors/ssh/remote-scripts.ts';
import type { SshConnection } from '../../../runner/executors/ssh/ssh-connection.ts';
import { SshJob } from '../../../runner/executors/ssh/ssh-job.ts';
import { outputLog } from '../../../runner/layout.ts';
import type { Exit } from '../../../runner/processes/processes.ts';

const key = 'run/a.1';
const launch = launchScript({
  key,
  argv: ['sh', '-c', 'touch "$OUT"'],
  env: { OUT: 'begun' },
  workingDirectory: '/',
  files: { script: 'one\ntwo' },
});

test('a shell that gets only a part of what begins an attempt does nothing', context => {
  const there = new There(context);
  for (let length = 0; length < launch.length - 2; length += 23) {
    there.run(launch.slice(0, length));
    assert.ok(!existsSync(there.top), `${length} of ${launch.length}`);
  }
});

test('nothing is begun below a folder that leads elsewhere', context => {
  const there = new There(context);
  mkdirSync(join(there.tmp, 'mine'));
  symlinkSync('mine', there.top);
  const { status, stderr } = there.run(launch);
  assert.equal(status, 1);
  assert.match(stderr, /belongs to somebody else/);
});

test('an attempt is gone when its machine was started anew', context => {
  const there = new There(context);
  const folder = join(there.top, key);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log'), '');
  writeFileSync(join(folder, 'boot'), 'another\n');
  writeFileSync(join(folder, 'lead.pid'), `${process.pid}\n`);
  assert.equal(there.run(followScript(key, 0)).status, 4);
});

test('what was heard of an attempt stays when it is gone there', async context => {
  const here = makeFolder(context);
  writeFileSync(outputLog(join(here, 'a.1')), 'heard\n');
  const { job, ended } = makeJob(here, 3);
  await job.follow();
  assert.deepEqual(await ended, { kind: 'lost' });
  assert.equal(readFileSync(outputLog(join(here, 'a.1')), 'utf8'), 'heard\n');
});

test('one that is stopped before its host was told of it ends at once, and never begins', async context => {
  const { job, ended, said } = makeJob(makeFolder(context), 0);
  job.stop(1000);
  assert.deepEqual(await ended, { kind: 'signal', signal: 'SIGTERM' });
  await job.launch(launch);
  assert.ok(!said.includes(launch));
});

test('one whose output finds no room here is stopped there, and says so', {
  skip: existsSync('/dev/full') ? false : 'nothing here is always full',
}, async context => {
  const here = makeFolder(context);
  symlinkSync('/dev/full', outputLog(join(here, 'a.1')));
  const { job, ended, said } = makeJob(here, 0, 'output');
  await job.follow();
  const exit = await ended;
  assert.match(JSON.stringify(exit), /"It failed with no space left on the device .*","isDiskFull":true/);
  assert.ok(said.some(script => script.includes('signal KILL')));
});

/** A job at a host that answers each script with `status` and prints `output`; `said` are the scripts. */
function makeJob(folder: string, status: number, output = '') {
  const said: string[] = [];
  let over: (exit: Exit) => void = () => {};
  const ended = new Promise<Exit>(resolve => {
    over = resolve;
  });
  const run: SshConnection['run'] = (script, onOutput) => {
    said.push(script);
    const answer = Promise.resolve().then(() => {
      if (output !== '') onOutput?.(Buffer.from(output));
      return { status, out: '', err: '' };
    });
    return Object.assign(answer, { stop: () => {} });
  };
  const path = join(folder, 'a.1');
  const tools = {
    ...{ path, key, mark: 'A=b', connection: { host: 'there', run }, clock: systemClock },
    log: new AttemptLog(path, undefined, exit => job.fail(exit)),
    ...{ keepsOutputs: false, bringBack: async () => undefined },
  };
  const job = new SshJob(tools, exit => over(exit));
  return { job, ended, said };
}

/** A machine whose folder for passing files is one of ours. */
class There {
  readonly tmp: string;
  readonly top: string;

  constructor(context: TestContext) {
    this.tmp = makeFolder(context);
    this.top = join(this.tmp, `dagwright-${process.getuid?.()}`);
  }

  run(script: string) {
    const env = { PATH: process.env.PATH ?? '', TMPDIR: this.tmp };
    return spawnSync('sh', ['-s'], { input: script, env, encoding: 'utf8' });
  }
}

function makeFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-ssh-job-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
