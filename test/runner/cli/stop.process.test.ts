import assert from 'node:assert/strict';
import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Program, type Running } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const file = 'a.pipeline.yaml';
/** A task that says so when it is asked to end, and one that is deaf to it; each tells the pid of its process. */
const polite =
  'tasks:\n  a: { run: "trap \'echo bye; exit 1\' TERM; echo up; while :; do sleep 0.05; done", grace_period: 60s }\n';
const deaf = 'tasks:\n  a: { run: "trap \'\' TERM; echo up; while :; do sleep 0.05; done", grace_period: 60s }\n';

async function startUp(text: string): Promise<{ folder: string; running: Running }> {
  const folder = program.folder({ [file]: text });
  const running = program.start(folder, 'run', file);
  await running.says(/a: started/);
  const log = program.start(folder, 'logs', 'last', 'a', '--follow');
  await log.says(/up/);
  log.child.kill();
  await log.ended;
  return { folder, running };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`one ${signal} asks the tasks to end, and the run is cancelled`, async () => {
    const { folder, running } = await startUp(polite);
    running.child.kill(signal);
    const { code, out } = await running.ended;
    assert.equal(code, 130);
    assert.match(out, /Stopping: .*\n/);
    assert.match(out, /◼ a cancelled in/);
    assert.match((await program.run(folder, 'logs', 'last', 'a')).out, /^up\n[\s\S]*bye\n$/);
  });
}

test('a second Ctrl-C ends at once what does not listen', async () => {
  const { running } = await startUp(deaf);
  running.child.kill('SIGINT');
  await running.says(/Stopping/);
  // One that comes with the first is not a second one, so it is pressed until it counts.
  const pressing = setInterval(() => running.child.kill('SIGINT'), 50);
  await running.says(/a: cancelled/);
  clearInterval(pressing);
  assert.equal((await running.ended).code, 130);
});

test('two signals of one Ctrl-C, as npm sends them, are one', async () => {
  const { folder, running } = await startUp(polite);
  running.child.kill('SIGINT');
  running.child.kill('SIGINT');
  assert.equal((await running.ended).code, 130);
  assert.match((await program.run(folder, 'logs', 'last', 'a')).out, /^up\n[\s\S]*bye\n$/);
});

test('cancel stops a run from another terminal, and says when there is nothing to stop', async () => {
  const { folder, running } = await startUp(polite);
  assert.match((await program.run(folder, 'cancel', 'last')).out, /^Run \S+ was asked to stop\.\n$/);
  assert.equal((await running.ended).code, 130);
  const again = await program.run(folder, 'cancel', 'last');
  assert.equal(again.code, 1);
  assert.match(again.err, /is over: cancelled\./);
});

test('cancel stops one task, and the others go on', async () => {
  const { folder, running } = await startUp(`${polite}  b: { run: "true" }\n`);
  assert.equal((await program.run(folder, 'cancel', 'last', 'a')).code, 0);
  const { out } = await running.ended;
  assert.match(out, /b: success/);
  assert.match(out, /a: cancelled/);
  const unknown = await program.run(folder, 'cancel', 'last', 'c');
  assert.equal(unknown.code, 1);
});

test('what a run leaves whose runner was killed goes on until it is cancelled', async () => {
  const { folder, running } = await startUp(
    `${deaf}  b: { run: "while :; do :; done", grace_period: 1ms }\n`.replace('60s', '1ms'),
  );
  running.child.kill('SIGKILL');
  await running.ended;
  assert.match((await program.run(folder, 'runs')).out, /interrupted/);
  assert.match((await program.run(folder, 'show', 'last')).out, /its runner is gone without an end/);
  const one = await program.run(folder, 'cancel', 'last', 'a');
  assert.deepEqual([one.code, /cannot be stopped alone/.test(one.err)], [1, true]);
  assert.notDeepEqual(processesIn(folder), []);
  const { code, out } = await program.run(folder, 'cancel', 'last');
  assert.equal(code, 0);
  assert.match(out, /What was left of its tasks was stopped/);
  assert.deepEqual(processesIn(folder), []);
  const again = await program.run(folder, 'cancel', 'last');
  assert.deepEqual([again.code, /nothing is left to cancel/.test(again.err)], [1, true]);
});

/** Those whose working directory is `folder`: zombies have none. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
    } catch {
      return false;
    }
  });
}
