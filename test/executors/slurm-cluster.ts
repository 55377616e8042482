import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A real Slurm of one node, this machine, for a test: dispose of it. */
export interface SlurmCluster {
  /** What its programs need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const programs = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch', '/usr/bin/srun'];

/** Why there can be no cluster here; `undefined` when there can. */
function noCluster(): string | undefined {
  const missing = programs.filter(file => !existsSync(file));
  if (missing.length > 0) return `${missing.join(', ')} is not there`;
  return process.getuid?.() === 0 ? undefined : 'only root can be the daemons of Slurm';
}

/** A cluster, or why there can be none on this machine. */
export async function clusterOrReason(): Promise<SlurmCluster | string> {
  return noCluster() ?? (await startCluster().catch(error => `Slurm does not start here: ${error}`));
}

/** Starts the daemons, and waits until the node takes jobs. */
export async function startCluster(): Promise<SlurmCluster> {
  const home = mkdtempSync(join(tmpdir(), 'dagwright-slurm-'));
  for (const folder of ['state', 'spool']) mkdirSync(join(home, folder));
  const [controller, node] = [await freePort(), await freePort()];
  const config = join(home, 'slurm.conf');
  writeFileSync(config, configOf(home, controller, node));
  writeFileSync(join(home, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const env = { SLURM_CONF: config };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) => {
    const log = openSync(join(home, 'daemons.log'), 'a');
    const daemon = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
    // The hook that ends it comes when nothing else is left to wait for.
    daemon.unref();
    daemons.push(daemon);
    closeSync(log);
  };
  const file = (name: string) => join(home, name);
  start(
    ...(['/usr/sbin/munged', '--force', '--foreground', `--key-file=${file('munge.key')}`] as const),
    ...[`--socket=${file('munge.sock')}`, `--pid-file=${file('munged.pid')}`],
    ...[`--log-file=${file('munged.log')}`, `--seed-file=${file('munge.seed')}`],
  );
  const close = async () => {
    for (const daemon of daemons.reverse()) await ended(daemon);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilTrue(() => existsSync(file('munge.sock')));
    start('/usr/sbin/slurmctld', '-D');
    start('/usr/sbin/slurmd', '-D', '-N', hostname().split('.')[0] ?? '');
    await untilTrue(() => /idle/.test(outputOf('sinfo', ['--noheader'], env)));
  } catch (error) {
    const said = readFileSync(file('daemons.log'), 'utf8');
    await close();
    throw new Error(`${error}\n${said}`);
  }
  return { env, close };
}

function configOf(home: string, controller: number, node: number): string {
  const name = hostname().split('.')[0];
  return `ClusterName=test
SlurmctldHost=${name}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=${home}/munge.sock
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${controller}
SlurmdPort=${node}
StateSaveLocation=${home}/state
SlurmdSpoolDir=${home}/spool
SlurmctldPidFile=${home}/slurmctld.pid
SlurmdPidFile=${home}/slurmd.pid
SlurmctldLogFile=${home}/slurmctld.log
SlurmdLogFile=${home}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
DefMemPerCPU=100
ReturnToService=2
SlurmdParameters=config_overrides
MpiDefault=none
KillWait=2
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=${name} NodeAddr=127.0.0.1 CPUs=4 Sockets=1 CoresPerSocket=4 ThreadsPerCore=1 RealMemory=2000 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=CANCEL
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
PartitionName=urgent Nodes=ALL PriorityTier=9 State=UP
PartitionName=short Nodes=ALL MaxTime=00:01:00 State=UP
`;
}

function outputOf(program: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  try {
    return execFileSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

async function untilTrue(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (isTrue()) return;
    await delay(100);
  }
  throw new Error('The cluster did not start within 30 s.');
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const over = new Promise(resolve => daemon.once('exit', resolve));
  daemon.ref();
  daemon.kill('SIGKILL');
  await over;
}
