import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Usage } from '../../../runner/event.ts';
import { AttemptLog } from '../../../runner/executors/attempt-log.ts';
import { BatchJob } from '../../../runner/executors/slurm/batch-job.ts';
import type { JobRecord } from '../../../runner/executors/slurm/job-record.ts';
import { MaskedTail } from '../../../runner/executors/slurm/masked-tail.ts';
import { exitFile, outputLog, unmaskedOutput } from '../../../runner/layout.ts';
import type { Exit } from '../../../runner/processes/processes.ts';
import { SecretValues } from '../../../runner/secrets/secret-values.ts';
import { FakeClock } from '../fake-run.ts';

test('each state by which Slurm ends a job ends its attempt in its own way', async context => {
  for (const [state, end] of [
    ['CANCELLED by 0', /cancelled in Slurm/],
    ['TIMEOUT', /time limit .* give it a "timeout"/],
    ['DEADLINE', /deadline/],
    ['OUT_OF_MEMORY', /raise "memory"/],
  ] as const) {
    const trial = await submitted(context);
    trial.hear(state);
    assert.match(trial.end(), end, state);
    assert.equal(trial.submissions, 1);
  }
});

test('what took the job away is no end: it is submitted again, also when the task handled the signal, until that is too often', async context => {
  for (const state of ['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL']) {
    const trial = await submitted(context);
    for (let times = 1; times <= 3; times++) {
      trial.tell(1);
      trial.job.look();
      trial.hear(state);
      await trial.settled();
      assert.deepEqual([trial.submissions, trial.ends.length], [times + 1, 0], state);
    }
    trial.hear(state);
    assert.match(trial.end(), /failed\.|did not boot|preempted/);
    assert.match(trial.log, /It is submitted again\.\n.*It is submitted again\.\n/);
  }
});

test('a status is taken at once when it is good, and else when Slurm has said that it is the own one of the task', async context => {
  const good = await submitted(context);
  good.tell(0);
  good.job.look();
  assert.equal(good.end(), '{"kind":"exit","code":0}');
  const bad = await submitted(context);
  bad.tell(3);
  bad.job.look();
  assert.equal(bad.ends.length, 0);
  bad.hear('FAILED');
  assert.equal(bad.end(), '{"kind":"exit","code":3}');
  const unsaid = await submitted(context);
  unsaid.tell(3);
  unsaid.job.look();
  unsaid.clock.tick(5000);
  unsaid.job.look();
  assert.equal(unsaid.end(), '{"kind":"exit","code":3}');
});

test('a job that the queue has forgotten and that told nothing ends as the accounting says, with what it used', async context => {
  const trial = await submitted(context, {
    ...{ state: 'OUT_OF_MEMORY', code: 0, signal: 9 },
    usage: { peakMemoryBytes: 1024 },
  });
  trial.hear(undefined);
  await trial.settled();
  assert.match(trial.end(), /raise "memory"/);
  assert.deepEqual(trial.usages, [{ peakMemoryBytes: 1024 }]);
});

test('a job whose script was killed ends by that signal, and not by what is to be seen of its folder', async context => {
  const trial = await submitted(context, { state: 'FAILED', code: 0, signal: 9 });
  trial.hear('FAILED');
  await trial.settled();
  assert.equal(trial.end(), '{"kind":"signal","signal":"SIGKILL"}');
});

test('a job that Slurm would never start fails when Slurm has stood by that', async context => {
  const trial = await submitted(context);
  const waits = (reason: string) => trial.job.heard({ id: '1', state: 'PENDING', reason, key: 'k' });
  waits('PartitionConfig');
  waits('Resources');
  trial.clock.tick(1000);
  waits('PartitionConfig');
  assert.equal(trial.ends.length, 0);
  trial.clock.tick(1000);
  waits('PartitionConfig');
  assert.match(trial.end(), /never start it/);
});

test('a folder that is not on the node is told at once, with what to do', async context => {
  const trial = await submitted(context, { state: 'FAILED', code: 111, signal: 0 });
  trial.hear('FAILED');
  await trial.settled();
  assert.match(trial.end(), /not on the node .*share it with the nodes/);
});

test('a status that never comes is waited for, but not for ever: a folder that is not shared, or a job that nobody knows', async context => {
  for (const [record, end] of [
    [{ state: 'FAILED', code: 1, signal: 0 }, /has ended \(FAILED\).*is the folder of the run shared with the nodes\?/],
    [undefined, /^\{"kind":"lost"\}$/],
  ] as const) {
    const trial = await submitted(context, record);
    trial.hear(undefined);
    await trial.settled();
    trial.clock.tick(19_000);
    trial.hear(undefined);
    assert.equal(trial.ends.length, 0);
    trial.clock.tick(1000);
    trial.hear(undefined);
    assert.match(trial.end(), end);
  }
});

test('a job whose masked output finds no room here is cancelled, and says so', {
  skip: existsSync('/dev/full') ? false : 'nothing here is always full',
}, async context => {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-batch-job-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.1');
  symlinkSync('/dev/full', outputLog(path));
  writeFileSync(unmaskedOutput(path), 'output\n');
  const trial = new Trial(path, undefined);
  await trial.job.submit();
  trial.job.look();
  assert.match(trial.end(), /^It failed with no space left on the device/);
  assert.deepEqual(trial.cancelled, ['1 kill']);
  assert.equal(existsSync(unmaskedOutput(path)), false);
});

async function submitted(context: TestContext, record?: JobRecord) {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-batch-job-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const trial = new Trial(join(folder, 'a.1'), record);
  await trial.job.submit();
  return trial;
}

/** A job at a Slurm that does nothing but what a test says. */
class Trial {
  readonly clock = new FakeClock();
  readonly ends: Exit[] = [];
  readonly usages: Usage[] = [];
  readonly cancelled: string[] = [];
  readonly job: BatchJob;
  readonly #path: string;
  submissions = 0;

  constructor(path: string, record: JobRecord | undefined) {
    this.#path = path;
    const secrets = new SecretValues({});
    const tools = {
      ...{ path, clock: this.clock, recordOf: async () => record, placed: () => {} },
      tail: new MaskedTail(path, new AttemptLog(path, secrets, exit => this.job.fail(exit))),
      cancel: async (id: string, how: string) => void this.cancelled.push(`${id} ${how}`),
      submit: async (submission: number) => {
        this.submissions = submission;
        return { id: String(submission) };
      },
    };
    this.job = new BatchJob(tools, (exit, usage) => {
      this.ends.push(exit);
      if (usage) this.usages.push(usage);
    });
  }

  get log(): string {
    return readFileSync(outputLog(this.#path), 'utf8');
  }

  /** The queue says this of its last job; `undefined`: it does not know it. */
  hear(state: string | undefined): void {
    this.job.heard(state === undefined ? undefined : { id: String(this.submissions), state, reason: 'None', key: 'k' });
  }

  /** The job tells its status itself. */
  tell(status: number): void {
    writeFileSync(exitFile(this.#path), `${status}\n`);
  }

  end(): string {
    assert.equal(this.ends.length, 1);
    const [exit] = this.ends;
    return exit?.kind === 'error' ? exit.message : JSON.stringify(exit);
  }

  /** All that was asked has been answered. */
  settled(): Promise<void> {
    return new Promise(resolve => setImmediate(resolve));
  }
}
