import { after } from 'node:test';
import { behavesAsHere, type Trial } from './behaviour.ts';
import { noCluster, type SlurmCluster, startCluster } from './slurm-cluster.ts';

let cluster: SlurmCluster | undefined;
after(() => cluster?.close());

async function trialOf(mode: 'batch' | 'pilot'): Promise<Trial | string> {
  const reason = noCluster();
  if (reason !== undefined) return reason;
  cluster ??= await startCluster();
  return { head: `executors: { slurm: { mode: ${mode} } }\ndefaults: { executor: slurm }`, env: cluster.env };
}

behavesAsHere('slurm, a job for each task', () => trialOf('batch'));
behavesAsHere('slurm, steps in one allocation', () => trialOf('pilot'));
