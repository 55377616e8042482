import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from '../runner/cli/program.ts';
import { until } from '../runner/real-attempts.ts';
import { clusterOrReason, type SlurmCluster } from './slurm-cluster.ts';

let cluster: SlurmCluster | string;
let program: Program;
before(async () => {
  cluster = await clusterOrReason();
  if (typeof cluster === 'string') return;
  Object.assign(process.env, cluster.env);
  program = await Program.make();
});
after(async () => {
  program?.[Symbol.dispose]();
  if (typeof cluster === 'object') await cluster.close();
});

/** A test that is skipped where there can be no cluster. */
function tried(title: string, body: () => Promise<void>): void {
  test(title, context => (typeof cluster === 'string' ? context.skip(cluster) : body()));
}

function folderWith(settings: string, tasks: string): string {
  const text = `executors: { slurm: { ${settings} } }\ndefaults: { executor: slurm }\ntasks:\n${tasks}`;
  return program.folder({ 'p.pipeline.yaml': text, '.git': '' });
}

function slurm(name: string, ...args: readonly string[]): string {
  return execFileSync(name, args, { encoding: 'utf8', stdio: 'pipe' });
}

tried('what Slurm refuses is told in its words, with what to do', async () => {
  const folder = folderWith('partition: nowhere', '  a: { run: "true" }');
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /a: failed .*sbatch refused it: .*Invalid partition.*`sinfo` lists the partitions/);
});

tried('a job that Slurm would never start fails, and does not wait for ever', async () => {
  const folder = folderWith('partition: short', '  a: { run: "true", timeout: 2h }');
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /a: failed .*(timeout.* is longer than the partition allows|time limit)/);
  assert.equal(slurm('squeue', '--noheader', '--states=PENDING'), '');
});

tried('an allocation that Slurm would never grant fails, and is not waited for', async () => {
  const folder = folderWith('mode: pilot, cpus: 99', '  a: { run: "true" }');
  assert.match(
    (await program.run(folder, 'run', 'p.pipeline.yaml')).out,
    /a: failed .*no node .*has as much as it asks for/,
  );
  assert.equal(slurm('squeue', '--noheader', '--states=PENDING'), '');
});

tried('what a task needs is what its job asks for', async () => {
  const resources = 'resources: { cpus: 1.5, memory: 300MiB }, timeout: 10m, grace_period: 5s';
  const script = 'scontrol show job "$SLURM_JOB_ID"; env | grep -c DAGWRIGHT_SUBMISSION || true';
  const folder = folderWith('', `  a: { run: '${script}', ${resources} }`);
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 0, out);
  const said = (await program.run(folder, 'logs', 'last', 'a')).out;
  assert.match(said, /NumCPUs=2 /);
  assert.match(said, /mem=300M/);
  assert.match(said, /TimeLimit=00:1[23]:00/);
  assert.match(said, /Requeue=0/);
  assert.match(said, /Comment=[-\w]+\/a\/1 *$/m);
  assert.match(said, /^0$/m);
});

tried('a job whose node failed is submitted again, and that is no retry', async () => {
  const folder = folderWith('', '  a: { run: "echo begun >> effects; test -e once && exit 0; touch once; sleep 60" }');
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'once')));
  const node = slurm('sinfo', '--noheader', '--format=%N').trim();
  slurm('scontrol', 'update', `NodeName=${node}`, 'State=DOWN', 'Reason=trial');
  // It may have come back by itself.
  spawnSync('scontrol', ['update', `NodeName=${node}`, 'State=RESUME']);
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.match(out, /a: success/);
  assert.doesNotMatch(out, /attempt 2/);
  assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'begun\nbegun\n');
  assert.match(
    (await program.run(folder, 'logs', 'last', 'a')).out,
    /The node that it ran on has failed\. It is submitted again\./,
  );
});

tried(
  'a job that makes room for another one is submitted again, and that is no retry, whatever it ends with',
  async () => {
    const folder = folderWith(
      '',
      '  a: { run: "echo begun >> effects; test -e once && exit 0; trap \'exit 1\' TERM; touch once; sleep 60 & wait" }',
    );
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await until(() => existsSync(join(folder, 'once')));
    slurm('sbatch', '--partition=urgent', '--exclusive', '--output=/dev/null', '--wrap=true');
    const { code, out } = await running.ended;
    assert.equal(code, 0, out);
    assert.doesNotMatch(out, /attempt 2/);
    assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'begun\nbegun\n');
    assert.match((await program.run(folder, 'logs', 'last', 'a')).out, /\(preempted\)\. It is submitted again\./);
  },
);

tried('a job whose script was killed ends by that signal', async () => {
  const folder = folderWith('', '  a: { run: "kill -9 $PPID; sleep 60" }');
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /a: failed .*killed by SIGKILL/);
});

tried(
  'an allocation that waits in the queue when the runner dies is found again, and no other is asked for',
  async () => {
    const blocker = slurm('sbatch', '--parsable', '--exclusive', '--output=/dev/null', '--wrap=sleep 60').trim();
    const folder = folderWith('mode: pilot, cpus: 1', '  a: { run: "echo done" }');
    const before = allocations('all');
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await until(() => allocations('PENDING').length === 1);
    const waiting = allocations('PENDING');
    running.child.kill('SIGKILL');
    await running.ended;
    const resumed = program.start(folder, 'resume');
    await resumed.says(/goes on/);
    slurm('scancel', blocker);
    const { code, out } = await resumed.ended;
    assert.equal(code, 0, out);
    assert.deepEqual(allocations('all').toSorted(), [...before, ...waiting].toSorted());
    assert.match((await program.run(folder, 'why', 'last', 'a')).out, new RegExp(`at slurm: job ${waiting[0]} on `));
  },
);

tried('when an allocation is over, what ran in it says so, and what comes then has another one', async () => {
  const end = 'scancel --name=dagwright; while squeue --noheader --name=dagwright | grep -q .; do sleep 0.1; done';
  const folder = folderWith(
    'mode: pilot, cpus: 1',
    `
  first: { run: "touch begun; sleep 60", continue_on_error: true }
  second: { needs: [first], run: "true" }
  end: { needs: [second], run: "${end}", executor: local }
  third: { needs: [end], run: "echo done" }
`,
  );
  const before = allocations('all').length;
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'begun')));
  slurm('scancel', '--name=dagwright');
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.match(out, /first: failed .*The allocation that it ran in was cancelled in Slurm/);
  assert.match((await program.run(folder, 'logs', 'last', 'third')).out, /over before it began\..*\ndone\n$/s);
  assert.equal(allocations('all').length, before + 3);
});

/** The ids of what pilots have asked for. */
function allocations(states: string): readonly string[] {
  const text = slurm('squeue', '--noheader', '--name=dagwright', `--states=${states}`, '--format=%i');
  return text.split('\n').filter(id => id !== '');
}

tried('a job that somebody cancels in Slurm has failed', async () => {
  const folder = folderWith('', '  a: { run: "touch begun; sleep 60" }');
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'begun')));
  slurm('scancel', '--name=a');
  const { code, out } = await running.ended;
  assert.equal(code, 1);
  assert.match(out, /a: failed .*(cancelled in Slurm|SIGTERM)/);
});

tried('secrets are masked in what a job prints, and not on disk when it is over', async () => {
  const text = `secrets: [TRIAL_TOKEN]\ndefaults: { executor: slurm }\ntasks:\n  a: { run: 'echo "it is $TRIAL_TOKEN."' }`;
  const folder = program.folder({ 'p.pipeline.yaml': text, '.git': '' });
  process.env.TRIAL_TOKEN = 'correct horse battery';
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  delete process.env.TRIAL_TOKEN;
  assert.equal(code, 0, out);
  assert.equal((await program.run(folder, 'logs', 'last', 'a')).out, 'it is ***.\n');
  assert.throws(() => execFileSync('grep', ['-r', 'correct horse', folder]));
});

tried('without the programs of Slurm a sentence says so', async () => {
  const folder = folderWith('', '  a: { run: "true" }');
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  process.env.PATH = path;
  assert.equal(code, 1);
  assert.match(out, /`sbatch` is not on PATH/);
});
