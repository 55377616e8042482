import { availableParallelism, totalmem } from 'node:os';
import { cgroupLimits, readSystemFile } from './cgroup-limits.ts';
import { findGpus, type Gpu } from './gpus.ts';

/** What tasks may share of this machine. */
export interface Machine {
  /** Perhaps with a fraction, when a container is given a part of one. */
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly gpus: readonly Gpu[];
}

/**
 * This machine, or the part of it that the container or service is given that we run in. GPUs are looked for only when
 * they are wanted: that may take a second.
 */
export async function thisMachine(wantsGpus: boolean): Promise<Machine> {
  const limits = process.platform === 'linux' ? cgroupLimits(readSystemFile) : {};
  return {
    cpus: Math.min(availableParallelism(), limits.cpus ?? Number.POSITIVE_INFINITY),
    memoryBytes: Math.min(totalmem(), limits.memoryBytes ?? Number.POSITIVE_INFINITY),
    gpus: wantsGpus ? await findGpus(process.env) : [],
  };
}
