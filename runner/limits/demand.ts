import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import { isElsewhere } from '../executors/executor-places.ts';
import { placeOf } from '../executors/place.ts';

/** What an attempt of a task takes while it runs. */
export interface Demand {
  readonly pool?: Pool;
  /** Whole thousandths, so that they add up. */
  readonly milliCpus: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

/** A named limit. Two files may use the same name for different limits. */
export interface Pool {
  readonly key: string;
  readonly limit: number;
}

/** The pipeline that a task is written in, and what tells its file from others. */
export type Home = { readonly key: string; readonly pipeline: Pick<Pipeline, 'pools' | 'executors'> };

/** Says what tasks take; see `demandsOf`. */
export type DemandOf = (task: Task) => Demand;

/**
 * What each task takes. When one of `tasks` says how many cpus it keeps busy, the others count as one each, or as all
 * that there is of a machine with less.
 */
export function demandsOf(
  tasks: Iterable<Task>,
  homeOf: (task: Task) => Home | undefined,
  machineCpus: number,
): DemandOf {
  let usual = 0;
  for (const { resources } of tasks) if (resources.cpus !== undefined) usual = Math.min(1000, milli(machineCpus));
  return task => {
    const { cpus, memoryBytes, gpus } = task.resources;
    const home = homeOf(task);
    const pool = task.pool === undefined ? undefined : poolOf(task.pool, home);
    if (home && isElsewhere(placeOf(task, home.pipeline))) {
      return { ...(pool && { pool }), milliCpus: 0, memoryBytes: 0, gpus: 0 };
    }
    return {
      ...(pool && { pool }),
      milliCpus: cpus === undefined ? usual : milli(cpus),
      memoryBytes: memoryBytes ?? 0,
      gpus: gpus ?? 0,
    };
  };
}

/** Thousandths of a number of cpus. */
export function milli(cpus: number): number {
  return Math.round(cpus * 1000);
}

function poolOf(name: string, home: Home | undefined): Pool | undefined {
  const limit = home && Object.hasOwn(home.pipeline.pools, name) ? home.pipeline.pools[name] : undefined;
  return home && limit !== undefined ? { key: `${home.key}\n${name}`, limit } : undefined;
}
