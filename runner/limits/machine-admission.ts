import type { Task } from '../../pipeline/pipeline.ts';
import type { Admission, Grant } from '../scheduler/admission.ts';
import { type Demand, type DemandOf, milli } from './demand.ts';
import type { Machine } from './machine.ts';

/** What of the machine is counted. */
const dimensions = ['milliCpus', 'memoryBytes', 'gpus'] as const;

type Amounts = Record<(typeof dimensions)[number], number>;

/**
 * Packs tasks into their pools and into the machine. The most urgent one for which there is no room keeps what it needs
 * from those behind it, as a batch system does for the first in its queue: small tasks that come and go would else hold it
 * up for ever. What waits for its pool keeps nothing: there, one place is like another.
 */
export class MachineAdmission implements Admission {
  readonly #demandOf: DemandOf;
  readonly #free: Amounts;
  readonly #freeGpus: Set<number>;
  readonly #poolUse = new Map<string, number>();
  readonly #running = new Map<string, { readonly demand: Demand; readonly gpus: readonly number[] }>();
  /** The most urgent one that was refused since something was given back. */
  #waiting: { readonly priority: number; readonly demand: Demand } | undefined;

  constructor(machine: Machine, demandOf: DemandOf) {
    this.#demandOf = demandOf;
    const { cpus, memoryBytes, gpus } = machine;
    this.#free = { milliCpus: milli(cpus), memoryBytes, gpus: gpus.length };
    this.#freeGpus = new Set(gpus.map(gpu => gpu.number));
  }

  kindOf(task: Task): string | undefined {
    const { pool, milliCpus, memoryBytes, gpus } = this.#demandOf(task);
    if (!pool && milliCpus === 0 && memoryBytes === 0 && gpus === 0) return undefined;
    return `${milliCpus} ${memoryBytes} ${gpus} ${pool?.key ?? ''}`;
  }

  grant(task: Task): Grant | undefined {
    const demand = this.#demandOf(task);
    const { pool } = demand;
    if (pool && (this.#poolUse.get(pool.key) ?? 0) >= pool.limit) return undefined;
    if (!this.#hasRoom(demand, task.priority)) return undefined;
    return demand.gpus === 0 ? {} : { gpus: [...this.#freeGpus].sort((a, b) => a - b).slice(0, demand.gpus) };
  }

  started(task: Task, { gpus = [] }: Grant): void {
    const demand = this.#demandOf(task);
    this.#running.set(task.name, { demand, gpus });
    this.#take(demand, 1);
    for (const gpu of gpus) this.#freeGpus.delete(gpu);
  }

  ended(task: Task): void {
    const held = this.#running.get(task.name);
    if (!held) return;
    this.#running.delete(task.name);
    this.#take(held.demand, -1);
    for (const gpu of held.gpus) this.#freeGpus.add(gpu);
    // All are asked again, the most urgent first.
    this.#waiting = undefined;
  }

  #hasRoom(demand: Demand, priority: number): boolean {
    const isShort = dimensions.some(name => demand[name] > this.#free[name]);
    const waiting = this.#waiting;
    if (isShort) {
      if (!waiting || waiting.priority < priority) this.#waiting = { priority, demand };
      return false;
    }
    if (!waiting || waiting.priority < priority) return true;
    return dimensions.every(name => {
      // Of what it is short of, nothing is to spare.
      const spare = Math.max(0, this.#free[name] - waiting.demand[name]);
      return demand[name] === 0 || waiting.demand[name] === 0 || demand[name] <= spare;
    });
  }

  #take(demand: Demand, times: 1 | -1): void {
    for (const name of dimensions) this.#free[name] -= times * demand[name];
    const { pool } = demand;
    if (pool) this.#poolUse.set(pool.key, (this.#poolUse.get(pool.key) ?? 0) + times);
  }
}
