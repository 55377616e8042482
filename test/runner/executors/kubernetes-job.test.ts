import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AttemptLog } from '../../../runner/executors/attempt-log.ts';
import type { Made } from '../../../runner/executors/kubernetes/cluster-jobs.ts';
import type { Job } from '../../../runner/executors/kubernetes/job-state.ts';
import { KubernetesJob } from '../../../runner/executors/kubernetes/kubernetes-job.ts';
import { onlyWaits } from '../../../runner/executors/kubernetes/only-waits.ts';
import { outputLog } from '../../../runner/layout.ts';
import type { Exit } from '../../../runner/processes/processes.ts';
import { FakeClock } from '../fake-run.ts';

const name = 'dw-a-1';
const quota = 'pods "a-x7" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1';

test('a Job that is given no pod waits where its namespace has no more to give, says so once, and fails of all else', async context => {
  const trial = await submitted(context, quota);
  for (let looks = 0; looks < 4; looks++) await trial.look({ suspend: false });
  assert.equal(trial.log, `Kubernetes makes no pod for it: ${quota} It waits.\n`);
  assert.equal(trial.ends.length, 0);
  const refused = await submitted(context, 'pods "a-x7" is forbidden: violates PodSecurity "restricted"');
  for (let looks = 0; looks < 2; looks++) await refused.look({ suspend: false });
  assert.match(JSON.stringify(refused.ends), /makes no pod for it: .*PodSecurity/);
});

test('one whose Job cannot be made yet ends at once when it is stopped, and none is made for it', async context => {
  const trial = await submitted(context, undefined, { wait: 'exceeded quota.' });
  trial.job.stop(60_000);
  assert.deepEqual(trial.ends, [{ kind: 'signal', signal: 'SIGTERM' }]);
  trial.clock.tick(60_000);
  assert.equal(trial.made, 1);
});

test('a Job that somebody deletes has failed, and one that is there at the first look is not believed to be gone', async context => {
  const trial = await submitted(context, undefined);
  await trial.look(undefined);
  assert.equal(trial.ends.length, 0);
  await trial.look(undefined);
  assert.match(JSON.stringify(trial.ends), /Its Job was deleted in Kubernetes/);
});

test('a log that only tells of waiting is that of an attempt that has not begun', () => {
  assert.ok(onlyWaits('Kubernetes refused it: exceeded quota. It waits.\n'));
  assert.ok(!onlyWaits('Kubernetes refused it: exceeded quota. It waits.\nbegun\n'));
});

/** A job whose cluster makes it, or says otherwise, gives it no pod, and tells this warning. */
async function submitted(context: TestContext, warning: string | undefined, answer: Made = { name }) {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-kubernetes-job-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.1');
  const ends: Exit[] = [];
  const clock = new FakeClock();
  let made = 0;
  const tools = {
    ...{ path, names: { run: 'r', task: 'a', attempt: '1', key: 'k' }, clock, isTold: false },
    jobs: {
      make: async () => {
        made++;
        return answer;
      },
      warningOf: async () => warning,
      endPod: async () => {},
      removeWholly: async () => {},
    },
    watch: { watch: () => () => {}, jobs: async () => [] },
    log: new AttemptLog(path, undefined, () => {}),
    logOf: () => assert.fail('there is no pod'),
    ...{ remove: () => {}, placed: () => {} },
  };
  const task = { argv: [], container: { image: 'x', volumes: [], options: [] }, env: {}, secretEnv: {}, files: {} };
  const job = new KubernetesJob(tools, { ...task, resources: {} }, exit => ends.push(exit));
  void job.submit();
  await new Promise(resolve => setImmediate(resolve));
  return {
    ...{ ends, job, clock },
    get made() {
      return made;
    },
    get log() {
      return readFileSync(outputLog(path), 'utf8');
    },
    async look(spec: Job['spec'] | undefined) {
      job.heardJob(spec && { metadata: { name, uid: 'u' }, spec });
      await new Promise(resolve => setImmediate(resolve));
    },
  };
}
