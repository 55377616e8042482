import { after } from 'node:test';
import { behavesAsHere, type Trial } from './behaviour.ts';
import { clusterOrReason, type SlurmCluster } from './slurm-cluster.ts';

let cluster: SlurmCluster | string | undefined;
after(() => (typeof cluster === 'object' ? cluster.close() : undefined));

async function trialOf(mode: 'batch' | 'pilot'): Promise<Trial | string> {
  cluster ??= await clusterOrReason();
  if (typeof cluster === 'string') return cluster;
  return { head: `executors: { slurm: { mode: ${mode} } }\ndefaults: { executor: slurm }`, env: cluster.env };
}

behavesAsHere('slurm, a job for each task', () => trialOf('batch'));
behavesAsHere('slurm, steps in one allocation', () => trialOf('pilot'));
