import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { attemptPath, outputLog, runFolder } from '../../runner/layout.ts';
import { Program } from '../runner/cli/program.ts';
import { until } from '../runner/real-attempts.ts';
import { FakeCluster } from './fake-cluster.ts';

const isThere = spawnSync('kubectl', ['version', '--client']).status === 0;
let cluster: FakeCluster;
let program: Program;
before(async () => {
  if (!isThere) return;
  cluster = await FakeCluster.start();
  Object.assign(process.env, cluster.env);
  program = await Program.make();
});
after(() => {
  program?.[Symbol.dispose]();
  cluster?.close();
});

/** A test that is skipped where there is no `kubectl`. */
function tried(title: string, body: () => Promise<void>): void {
  test(title, context => (isThere ? body() : context.skip('kubectl is not there')));
}

function folderWith(tasks: string, settings = '', more = ''): string {
  const text = `${more}executors: { kubernetes: { ${settings} } }\ndefaults: { executor: kubernetes, container: busybox }\ntasks:\n${tasks}`;
  return program.folder({ 'p.pipeline.yaml': text, '.git': '' });
}

const shared = 'volume: workspace';

async function logs(folder: string, task: string): Promise<string> {
  return (await program.run(folder, 'logs', 'last', task)).out;
}

/** Waits until what it has printed first is seen here. */
async function untilHeard(folder: string): Promise<void> {
  const runs = join(folder, '.dagwright', 'runs');
  await until(() => existsSync(runs) && readdirSync(runs).length === 1);
  const log = outputLog(attemptPath(runFolder(folder, readdirSync(runs)[0] ?? ''), 'a', 1));
  await until(() => existsSync(log) && readFileSync(log, 'utf8') !== '');
}

function left(): readonly string[] {
  return [cluster.objects.jobs, cluster.objects.pods, cluster.objects.secrets].flatMap(objects => [...objects.keys()]);
}

tried('without a volume, scripts and values go there and come back', async () => {
  const folder = folderWith(`
  give: { run: 'echo "$0 $SIZE"; echo n=42 >> "$PIPELINE_OUTPUT"', env: { SIZE: "$(HOME) $$ a'b" }, outputs: { n: integer } }
  look: { needs: [give], run: 'cat "$PIPELINE_INPUTS"', shell: "sh -eu {0}" }
  take: { needs: [give], run: [echo, "got \${{ tasks.give.outputs.n }}", "$(HOME) $$"] }
`);
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 0, out);
  assert.match(await logs(folder, 'give'), /\/dagwright\/task\.script \$\(HOME\) \$\$ a'b\n$/);
  assert.match(await logs(folder, 'look'), /^\{"give":\{"n":42/);
  assert.equal(await logs(folder, 'take'), 'got 42 $(HOME) $$\n');
  assert.deepEqual(left(), []);
});

tried('what would be lost without a volume is refused in a sentence', async () => {
  const folder = folderWith(`  large: { run: 'printf "v=%05000d" 7 >> "$PIPELINE_OUTPUT"', outputs: { v: string } }`);
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /large: failed .*4096 bytes of outputs or more.*give its executor a "volume"/);
});

tried('why a pod does not start or was ended is told in a sentence', async () => {
  const folder = folderWith(`
  image: { run: 'true' }
  memory: { run: 'true' }
  claim: { run: 'true' }
`);
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "busybox"' };
  cluster.faults.set('image', { containerStatuses: [{ state: { waiting } }] });
  const terminated = { exitCode: 137, reason: 'OOMKilled' };
  cluster.faults.set('memory', { phase: 'Failed', containerStatuses: [{ state: { terminated } }] });
  const message = '0/3 nodes are available: persistentvolumeclaim "workspace" not found.';
  const unscheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  cluster.faults.set('claim', { conditions: [unscheduled] });
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /image: failed .*cannot be pulled \(ImagePullBackOff\): Back-off pulling image "busybox"/);
  assert.match(out, /memory: failed .*raise "memory" in its "resources"/);
  assert.match(out, /claim: failed .*"workspace" not found\. `kubectl get pvc` lists/);
  assert.deepEqual(left(), []);
});

tried('a pod that its node took along is made again, and that is no retry', async () => {
  const folder = folderWith(
    '  a: { run: "echo begun | tee -a effects; test -e once && exit 0; touch once; sleep 60" }',
    shared,
  );
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'once')));
  await untilHeard(folder);
  const [pod] = cluster.objects.pods.values();
  assert.ok(pod);
  const message = 'Taint manager: deleting due to NoExecute taint';
  const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message }];
  cluster.lose(pod, { conditions });
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.doesNotMatch(out, /attempt 2/);
  assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'begun\nbegun\n');
  assert.match(await logs(folder, 'a'), /Its node gave it up: Taint manager.*It is made again\./);
});

tried(
  'a pod whose node is lost is made again, although nobody tells that it has ended, and that is no retry',
  async () => {
    const folder = folderWith('  a: { run: "echo begun; test -e once && exit 0; touch once; sleep 60" }', shared);
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await until(() => existsSync(join(folder, 'once')));
    await untilHeard(folder);
    const [pod] = cluster.objects.pods.values();
    assert.ok(pod);
    cluster.change(pod, { reason: 'NodeLost' });
    const { code, out } = await running.ended;
    assert.equal(code, 0, out);
    assert.doesNotMatch(out, /attempt 2/);
    assert.match(await logs(folder, 'a'), /The node that it ran on is lost\. It is made again\.\nbegun\n$/);
  },
);

tried('what happens while a watch has expired (410 Gone) is seen all the same', async () => {
  const folder = folderWith('  a: { run: "echo begun; until test -e go; do sleep 0.05; done" }', shared);
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await untilHeard(folder);
  cluster.expire();
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  rmSync(join(folder, 'go'));
  const deleted = program.start(folder, 'run', 'p.pipeline.yaml', '--format', 'json');
  await deleted.says(/"attempt_placed"/);
  const [pod] = cluster.objects.pods.values();
  assert.ok(pod);
  cluster.expire();
  cluster.lose(pod, {});
  assert.match((await deleted.ended).out, /"attempt_ended".*Its pod was deleted in Kubernetes/);
});

tried('a namespace that has no more to give is waited for', async () => {
  const folder = folderWith('  a: { run: "echo done" }', shared);
  cluster.refusal = 'exceeded quota: few, requested: count/jobs.batch=1, used: 1, limited: 1';
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await untilHeard(folder);
  cluster.refusal = undefined;
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.match(await logs(folder, 'a'), /exceeded quota: few, .*`kubectl describe quota`\. It waits\.\ndone\n$/);
});

tried('a task that is cancelled before it has a pod leaves none behind, also when that comes late', async () => {
  const folder = folderWith('  a: { run: "sleep 60", grace_period: 1s }', shared);
  cluster.isSlowToBegin = true;
  cluster.deletions.length = 0;
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => cluster.objects.jobs.size === 1);
  running.child.kill('SIGINT');
  const { code, out } = await running.ended;
  assert.equal(code, 130, out);
  assert.equal(cluster.deletions[0], 'Foreground');
  assert.deepEqual(left(), []);
});

tried('a pod that somebody deletes has failed', async () => {
  const folder = folderWith('  a: { run: "echo begun; sleep 60" }', shared);
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await untilHeard(folder);
  const [pod] = cluster.objects.pods.values();
  assert.ok(pod);
  cluster.lose(pod, {});
  const { code, out } = await running.ended;
  assert.equal(code, 1);
  assert.match(out, /a: failed .*Its pod was deleted in Kubernetes/);
});

tried('when connections break, nothing of the output is lost, and nothing comes twice', async () => {
  const script = 'echo 1; echo 2; touch begun; until test -e go; do sleep 0.05; done; echo 3; echo 4; printf 5';
  const folder = folderWith(`  a: { run: "${script}" }`, shared);
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'begun')));
  cluster.cut();
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.equal((await logs(folder, 'a')).trimEnd(), '1\n2\n3\n4\n5');
});

tried('secrets are in no Job, masked in what a pod prints, and gone with the Job', async () => {
  const folder = folderWith(`  a: { run: 'echo "it is $TRIAL_TOKEN."' }`, '', 'secrets: [TRIAL_TOKEN]\n');
  process.env.TRIAL_TOKEN = 'correct horse battery';
  cluster.made.length = 0;
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  delete process.env.TRIAL_TOKEN;
  assert.equal(code, 0, out);
  assert.equal(await logs(folder, 'a'), 'it is ***.\n');
  assert.throws(() => execFileSync('grep', ['-r', 'correct horse', folder]));
  const holders = cluster.made.filter(object => JSON.stringify(object).includes('correct horse'));
  assert.deepEqual(
    holders.map(({ kind }) => kind),
    ['Secret'],
  );
  assert.deepEqual(left(), []);
});

tried('a runner that died between a Job and its Secret has begun nothing', async () => {
  const folder = folderWith('  a: { run: "echo once" }');
  cluster.isDeafToSecrets = true;
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => cluster.objects.jobs.size === 1);
  running.child.kill('SIGKILL');
  await running.ended;
  cluster.isDeafToSecrets = false;
  cluster.cut();
  const { code, out } = await program.run(folder, 'resume');
  assert.equal(code, 0, out);
  assert.equal(await logs(folder, 'a'), 'once\n');
  assert.deepEqual(left(), []);
});

tried('without kubectl, a cluster or a context, a sentence says so', async () => {
  const failure = async (settings: string, env: Readonly<Record<string, string>>) => {
    const before = Object.fromEntries(Object.keys(env).map(name => [name, process.env[name]]));
    Object.assign(process.env, env);
    const { code, out } = await program.run(folderWith('  a: { run: x }', settings), 'run', 'p.pipeline.yaml');
    Object.assign(process.env, before);
    assert.equal(code, 1, out);
    return out;
  };
  assert.match(await failure('', { PATH: '/nowhere' }), /a: failed .*`kubectl` is not on PATH/);
  assert.match(await failure('context: staging', {}), /context "staging" does not exist.*get-contexts` lists/);
  assert.match(
    await failure('', { KUBECONFIG: '/nowhere' }),
    /kubectl knows of no cluster.*name one of them as "context"/,
  );
});
