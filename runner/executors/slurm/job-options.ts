import { basename } from 'node:path';
import type { Executor, Resources } from '../../../pipeline/pipeline.ts';

export type SlurmSettings = Extract<Executor, { type: 'slurm' }>;

/**
 * By what a job is known in the queue: run, task and attempt. A runner that comes after another one finds its jobs by it,
 * and submits none twice.
 */
export function jobKey(run: string, path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return `${basename(run)}/${name.slice(0, dot)}/${name.slice(dot + 1)}`;
}

/** The options that say where a job goes: the same for a task of its own and for the allocation of a pilot. */
export function placeOptions({ partition, account, qos, options }: SlurmSettings): readonly string[] {
  return [
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(account === undefined ? [] : [`--account=${account}`]),
    ...(qos === undefined ? [] : [`--qos=${qos}`]),
    ...options,
  ];
}

/** What a task needs, in the words of `sbatch` and `srun`. A part of a processor is a whole one there. */
export function resourceOptions({ cpus, memoryBytes, gpus }: Resources): readonly string[] {
  return [
    ...(cpus === undefined ? [] : [`--cpus-per-task=${Math.max(1, Math.ceil(cpus))}`]),
    ...(memoryBytes === undefined ? [] : [`--mem=${Math.max(1, Math.ceil(memoryBytes / 2 ** 20))}M`]),
    ...(gpus === undefined || gpus === 0 ? [] : [`--gpus=${gpus}`]),
  ];
}

/** A limit in time, in whole minutes as Slurm counts, at least one; `slackMs` longer, so that ours comes first. */
export function timeOption(limitMs: number | undefined, slackMs: number): readonly string[] {
  return limitMs === undefined ? [] : [`--time=${Math.max(1, Math.ceil((limitMs + slackMs) / 60_000) + 1)}`];
}
