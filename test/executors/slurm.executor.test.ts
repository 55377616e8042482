import { after } from 'node:test';
import { behavesAsHere, type Trial } from './behaviour.ts';
import { clusterOrReason, type SlurmCluster } from './slurm-cluster.ts';

/** One for both, who ask for it at the same time. */
let starting: Promise<SlurmCluster | string> | undefined;
after(async () => {
  const cluster = await starting;
  if (typeof cluster === 'object') await cluster.close();
});

async function trialOf(mode: 'batch' | 'pilot'): Promise<Trial | string> {
  starting ??= clusterOrReason();
  const cluster = await starting;
  if (typeof cluster === 'string') return cluster;
  return {
    head: `executors: { slurm: { mode: ${mode} } }\ndefaults: { executor: slurm }`,
    env: cluster.env,
    place: /1: success, .*, at slurm: job \d+/,
  };
}

behavesAsHere('slurm, a job for each task', () => trialOf('batch'));
behavesAsHere('slurm, steps in one allocation', () => trialOf('pilot'));
