import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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
  slurm('scontrol', 'update', `NodeName=${node}`, 'State=RESUME');
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
