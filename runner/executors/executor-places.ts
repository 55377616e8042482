import type { Executor, Task } from '../../pipeline/pipeline.ts';
import type { Admission, Grant } from '../scheduler/admission.ts';
import type { Place } from './place.ts';

/** How many jobs a cluster is given at once when nobody says it. */
const usualJobs = 100;

/** Whether an executor has other machines: what runs there takes nothing of this one, and no place among `max_parallel`. */
export function isElsewhere(place: Place | undefined): place is Place {
  return place !== undefined && elsewhere.has(place.executor.type);
}

const elsewhere: ReadonlySet<Executor['type']> = new Set(['ssh', 'slurm', 'kubernetes']);

/** How many tasks an executor runs at once. */
export function placesOf(executor: Executor): number {
  const limit = 'maxParallel' in executor ? executor.maxParallel : undefined;
  const slots = executor.type === 'ssh' ? executor.hosts.reduce((sum, host) => sum + host.slots, 0) : usualJobs;
  return executor.type === 'ssh' ? Math.min(limit ?? slots, slots) : (limit ?? slots);
}

/** `inner`, and beside it the places of each executor; `here` are those of this machine. */
export class ExecutorPlaces implements Admission {
  readonly #inner: Admission | undefined;
  readonly #here: number;
  readonly #placeOf: (task: Task) => Place | undefined;
  /** How many run at each executor; this machine has the empty name. */
  readonly #taken = new Map<string, number>();

  constructor(inner: Admission | undefined, here: number, placeOf: (task: Task) => Place | undefined) {
    this.#inner = inner;
    this.#here = here;
    this.#placeOf = placeOf;
  }

  kindOf(task: Task): string {
    return JSON.stringify([this.#limitOf(task).name, this.#inner?.kindOf(task) ?? null]);
  }

  grant(task: Task): Grant | undefined {
    const { name, places } = this.#limitOf(task);
    if ((this.#taken.get(name) ?? 0) >= places) return undefined;
    return this.#inner?.kindOf(task) === undefined ? {} : this.#inner.grant(task);
  }

  started(task: Task, grant: Grant): void {
    this.#count(task, 1);
    this.#inner?.started(task, grant);
  }

  ended(task: Task): void {
    this.#count(task, -1);
    this.#inner?.ended(task);
  }

  #count(task: Task, change: 1 | -1): void {
    const { name } = this.#limitOf(task);
    this.#taken.set(name, (this.#taken.get(name) ?? 0) + change);
  }

  #limitOf(task: Task): { readonly name: string; readonly places: number } {
    const place = this.#placeOf(task);
    return isElsewhere(place)
      ? { name: place.key, places: placesOf(place.executor) }
      : { name: '', places: this.#here };
  }
}
